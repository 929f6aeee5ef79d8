using System.Numerics;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;

namespace ImagingGateway.Imaging.Rendering.Presentation;

/// <summary>Quarter turns clockwise, after them a flip from left to right (PS3.3 C.10.6).</summary>
/// <param name="Turns">0 to 3.</param>
internal readonly record struct Orientation(int Turns, bool IsFlipped)
{
    /// <summary>Width becomes height.</summary>
    public bool SwapsAxes => (Turns & 1) == 1;

    public static Orientation Read(DataSet source) =>
        new(source.GetInteger(Tags.ImageRotation) switch { 90 => 1, 180 => 2, 270 => 3, _ => 0 }, source.GetString(Tags.ImageHorizontalFlip) == "Y");

    /// <summary>From places in a picture of this size to places in the turned one.</summary>
    public Matrix3x2 Map(float width, float height)
    {
        var turn = Turns switch
        {
            1 => new Matrix3x2(0, 1, -1, 0, height, 0),
            2 => new Matrix3x2(-1, 0, 0, -1, width, height),
            3 => new Matrix3x2(0, -1, 1, 0, 0, width),
            _ => Matrix3x2.Identity,
        };
        return IsFlipped ? turn * new Matrix3x2(-1, 0, 0, 1, SwapsAxes ? height : width, 0) : turn;
    }

    /// <summary>The turned picture; the picture itself when nothing turns.</summary>
    public Raster Turn(Raster source)
    {
        if (this == default)
            return source;
        var (width, height) = SwapsAxes ? (source.Height, source.Width) : (source.Width, source.Height);
        var pixels = new byte[source.Length];
        for (var y = 0; y < source.Height; y++)
        {
            for (var x = 0; x < source.Width; x++)
            {
                var (toX, toY) = Turns switch
                {
                    1 => (source.Height - 1 - y, x),
                    2 => (source.Width - 1 - x, source.Height - 1 - y),
                    3 => (y, source.Width - 1 - x),
                    _ => (x, y),
                };
                toX = IsFlipped ? width - 1 - toX : toX;
                source.Pixels.AsSpan(((y * source.Width) + x) * source.Channels, source.Channels)
                    .CopyTo(pixels.AsSpan(((toY * width) + toX) * source.Channels));
            }
        }

        return new Raster(pixels, width, height, source.Channels);
    }
}
