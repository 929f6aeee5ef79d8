using ImagingGateway.Imaging.Rendering.Overlays;
using ImagingGateway.Imaging.Rendering.Presentation;

namespace ImagingGateway.Imaging.Rendering;

/// <summary>How a frame is to be rendered (PS3.18 8.3.5.1).</summary>
/// <param name="MediaType">Coding of the answer.</param>
/// <param name="Viewport">Size and region; null keeps the frame's own size.</param>
/// <param name="Window">Window centre and width instead of the instance's own VOI.</param>
/// <param name="Quality">1 to 100 for lossy codings.</param>
/// <param name="Watermark">Burned into the picture, readable: to whom and when it is shown; null for none.</param>
/// <param name="Overlays">Which overlay planes are burned in.</param>
/// <param name="Voi">Without a window: which of the frame's own windows and then VOI LUTs, from 1; beyond the last, the first.</param>
public sealed record RenderOptions(
    RenderedMediaType MediaType, Viewport? Viewport = null, Window? Window = null, int Quality = 85, string? Watermark = null,
    OverlayDisplay Overlays = OverlayDisplay.Graphics, int Voi = 1)
{
    /// <summary>Shows the frame as this presentation state wants it; null: as the image itself says.</summary>
    public PresentationState? State { get; init; }
}

/// <summary>Greatest width and height in pixels (the aspect ratio is kept), and optionally a source region in pixels.</summary>
public sealed record Viewport(int Width, int Height, SourceRegion? Source = null);

/// <summary>A rectangle of the source image in pixels; negative width or height flips (PS3.18 8.3.5.1.3).</summary>
public sealed record SourceRegion(double X, double Y, double Width, double Height);

/// <summary>A VOI window (PS3.3 C.11.2.1.2).</summary>
public sealed record Window(double Center, double Width, WindowFunction Function = WindowFunction.Linear);

/// <summary>VOI LUT functions of PS3.3 C.11.2.1.3.</summary>
public enum WindowFunction
{
    /// <summary>C.11.2.1.2.1: half a value narrower than the width says.</summary>
    Linear,

    /// <summary>C.11.2.1.3.2: just as wide as it says.</summary>
    LinearExact,

    /// <summary>C.11.2.1.3.1: without hard ends.</summary>
    Sigmoid,
}
