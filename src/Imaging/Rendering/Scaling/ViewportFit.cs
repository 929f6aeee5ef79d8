namespace ImagingGateway.Imaging.Rendering.Scaling;

/// <summary>Cuts the source region out and fits it into the viewport, aspect ratio kept (PS3.18 8.3.5.1.3).</summary>
internal static class ViewportFit
{
    /// <summary>Nobody's screen is larger; an enlargement beyond this only costs memory.</summary>
    private const int MostEnlarged = 4096;

    /// <param name="pixelAspect">Height of a pixel divided by its width.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size that is no size.</exception>
    public static Raster Fit(Raster source, Viewport viewport, double pixelAspect) => Place(source, viewport, pixelAspect).Apply(source);

    /// <summary>Where the parts of the source come to lie.</summary>
    public static Placement Place(Raster source, Viewport viewport, double pixelAspect)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(viewport.Width, 1, nameof(viewport));
        ArgumentOutOfRangeException.ThrowIfLessThan(viewport.Height, 1, nameof(viewport));
        var region = viewport.Source ?? new SourceRegion(0, 0, source.Width, source.Height);
        var (x, width) = Clip(region.X, Math.Abs(region.Width), source.Width);
        var (y, height) = Clip(region.Y, Math.Abs(region.Height), source.Height);
        var scale = Math.Min(viewport.Width / width, viewport.Height / (height * pixelAspect));
        var columns = Places(width * scale, viewport.Width, source.Width);
        var rows = Places(height * pixelAspect * scale, viewport.Height, source.Height);
        return new Placement(x, y, width, height, columns, rows, region.Width < 0, region.Height < 0);
    }

    private static int Places(double wanted, int viewport, int source) =>
        Math.Clamp((int)Math.Round(wanted), 1, Math.Min(viewport, Math.Max(MostEnlarged, source)));

    private static (double Start, double Length) Clip(double start, double length, int available)
    {
        if (!double.IsFinite(start) || !double.IsFinite(length))
            throw new ArgumentOutOfRangeException(nameof(start), "The source region is not made of numbers.");
        var from = Math.Clamp(start, 0, available);
        var to = Math.Clamp(start + length, 0, available);
        return to - from >= 1e-3 ? (from, to - from) : throw new ArgumentOutOfRangeException(nameof(length), "The source region lies outside the image.");
    }
}
