namespace ImagingGateway.Imaging.Rendering;

/// <summary>Rendered media types of PS3.18 8.7.4 that can be produced.</summary>
public enum RenderedMediaType
{
    /// <summary>image/jpeg, baseline, 8 bit.</summary>
    Jpeg,

    /// <summary>image/png, 8 bit, without loss.</summary>
    Png,

    /// <summary>image/webp, lossy; where the library is there.</summary>
    Webp,
}
