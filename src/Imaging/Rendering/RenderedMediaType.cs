namespace ImagingGateway.Imaging.Rendering;

/// <summary>Rendered media types of PS3.18 8.7.4 that can be produced.</summary>
public enum RenderedMediaType
{
    Jpeg,
    Png,
    Webp,
}
