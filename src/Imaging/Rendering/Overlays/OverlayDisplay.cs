namespace ImagingGateway.Imaging.Rendering.Overlays;

/// <summary>Which overlay planes of an image are shown (PS3.3 C.9.2: types G and R).</summary>
public enum OverlayDisplay
{
    /// <summary>None.</summary>
    None,

    /// <summary>Graphics, not regions of interest.</summary>
    Graphics,

    /// <summary>Graphics and regions of interest.</summary>
    All,
}
