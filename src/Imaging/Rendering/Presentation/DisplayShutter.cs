using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Imaging.Rendering.Overlays;

namespace ImagingGateway.Imaging.Rendering.Presentation;

/// <summary>What covers the surroundings of the interesting part (PS3.3 C.7.6.11, C.7.6.15). Where there are several shapes, what lies inside all of them is seen.</summary>
internal sealed class DisplayShutter
{
    /// <summary>Every row is compared with every edge; no shutter drawn by hand has so many.</summary>
    private const int MostVertices = 4096;

    private (double Left, double Right, double Top, double Bottom)? _rectangle;
    private (double Row, double Column, double Radius)? _circle;
    private IReadOnlyList<double> _polygon = [];
    private OverlayPlane? _bitmap;
    private byte _shade;

    /// <summary>The overlay group that is the shutter; null for none.</summary>
    public int? Group { get; private set; }

    /// <param name="source">An image, a functional group or a presentation state.</param>
    /// <param name="overlays">Where a bitmap shutter's plane would be; null: only shapes.</param>
    /// <returns>Null without any shape.</returns>
    public static DisplayShutter? Read(DataSet source, DataSet? overlays)
    {
        var shapes = source.GetStrings(Tags.ShutterShape);
        if (shapes.Count == 0)
            return null;
        var shutter = new DisplayShutter { _shade = (byte)((source.GetInteger(Tags.ShutterPresentationValue) ?? 0) >> 8) };
        if (shapes.Contains("RECTANGULAR") && source.GetNumber(Tags.ShutterLeftVerticalEdge) is { } left && source.GetNumber(Tags.ShutterRightVerticalEdge) is { } right
            && source.GetNumber(Tags.ShutterUpperHorizontalEdge) is { } top && source.GetNumber(Tags.ShutterLowerHorizontalEdge) is { } bottom)
            shutter._rectangle = (left, right, top, bottom);
        if (shapes.Contains("CIRCULAR") && source.GetNumbers(Tags.CenterOfCircularShutter) is [var row, var column] && source.GetNumber(Tags.RadiusOfCircularShutter) is { } radius)
            shutter._circle = (row, column, radius);
        if (shapes.Contains("POLYGONAL") && source.GetNumbers(Tags.VerticesOfThePolygonalShutter) is { Count: >= 6 and <= 2 * MostVertices } vertices)
            shutter._polygon = vertices;
        if (shapes.Contains("BITMAP") && overlays is not null && source.GetInteger(Tags.ShutterOverlayGroup) is >= 0x6000 and <= 0x601E and var group)
        {
            shutter.Group = (int)group;
            shutter._bitmap = OverlayPlane.Read(overlays, (int)group, 1) is { IsEmbedded: false } plane ? plane : null;
        }

        return shutter;
    }

    /// <summary>Covers what is not to be seen.</summary>
    /// <param name="raster">The whole frame.</param>
    /// <param name="pixelAspect">Height of a pixel over its width.</param>
    public void Burn(Raster raster, double pixelAspect)
    {
        var covered = new bool[raster.Width];
        for (var row = 0; row < raster.Height; row++)
        {
            Cover(row, covered, pixelAspect);
            for (var column = 0; column < raster.Width; column++)
            {
                if (covered[column])
                    raster.Pixels.AsSpan(((row * raster.Width) + column) * raster.Channels, raster.Channels).Fill(_shade);
            }
        }
    }

    /// <summary>Which pixels of a row, from 0, are covered. Shapes count rows and columns from 1; their edges are seen.</summary>
    public void Cover(int row, Span<bool> covered, double pixelAspect = 1)
    {
        var y = row + 1;
        covered.Fill(_polygon.Count > 0);
        if (_polygon.Count > 0)
        {
            // a level edge lies beside what is above it for one of the two, beside what is below it for the other
            Uncover(Crossings(end => end < y, y), covered);
            Uncover(Crossings(end => end <= y, y), covered);
        }

        for (var column = 0; column < covered.Length; column++)
        {
            var x = column + 1;
            covered[column] |= (_rectangle is var (left, right, top, bottom) && (x < left || x > right || y < top || y > bottom))
                || (_circle is var (middle, center, radius) && IsOutside(x - center, (y - middle) * pixelAspect, radius))
                || (_bitmap?[row, column] ?? false); // C.7.6.15: a 1 is where the shutter is
        }
    }

    private static bool IsOutside(double x, double y, double radius) => (x * x) + (y * y) > radius * radius;

    private static void Uncover(List<double> crossings, Span<bool> covered)
    {
        for (var i = 0; i + 1 < crossings.Count; i += 2)
        {
            var (from, to) = (Place(Math.Ceiling(crossings[i]) - 1, covered.Length), Place(Math.Floor(crossings[i + 1]), covered.Length));
            if (from < to)
                covered[from..to].Clear();
        }
    }

    private static int Place(double column, int columns) => (int)Math.Clamp(column, 0, columns);

    /// <summary>Where the polygon's edges cross a row, in order: between the first and second it is inside, and so on.</summary>
    private List<double> Crossings(Func<double, bool> isAbove, double y)
    {
        var crossings = new List<double>();
        var count = _polygon.Count / 2;
        for (var i = 0; i < count; i++)
        {
            var (y1, x1) = (_polygon[2 * i], _polygon[(2 * i) + 1]);
            var (y2, x2) = (_polygon[2 * ((i + 1) % count)], _polygon[(2 * ((i + 1) % count)) + 1]);
            if (isAbove(y1) != isAbove(y2))
                crossings.Add(x1 + ((y - y1) / (y2 - y1) * (x2 - x1)));
        }

        crossings.Sort();
        return crossings;
    }
}
