using System.Numerics;

namespace ImagingGateway.Imaging.Rendering.Scaling;

/// <summary>A region of a picture and the size it is brought to.</summary>
/// <param name="X">Left edge of the region in source places.</param>
/// <param name="Columns">Width of the output in pixels.</param>
/// <param name="IsFlippedX">The output runs from right to left.</param>
internal sealed record Placement(double X, double Y, double Width, double Height, int Columns, int Rows, bool IsFlippedX, bool IsFlippedY)
{
    /// <summary>From source places to output places; 0,0 is the upper left corner of the first pixel in both.</summary>
    public Matrix3x2 Map
    {
        get
        {
            var (scaleX, scaleY) = (Columns / Width * (IsFlippedX ? -1 : 1), Rows / Height * (IsFlippedY ? -1 : 1));
            return new Matrix3x2(
                (float)scaleX, 0, 0, (float)scaleY,
                (float)((IsFlippedX ? Columns : 0) - (X * scaleX)), (float)((IsFlippedY ? Rows : 0) - (Y * scaleY)));
        }
    }

    /// <summary>The region in its new size; the picture itself when that is the same.</summary>
    public Raster Apply(Raster source)
    {
        if (Width == source.Width && Height == source.Height && Columns == source.Width && Rows == source.Height && !IsFlippedX && !IsFlippedY)
            return source;
        return Resampler.Resample(source, new Axis(X, Width, source.Width, Columns, IsFlippedX), new Axis(Y, Height, source.Height, Rows, IsFlippedY));
    }
}
