using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Imaging.Rendering.Presentation;

namespace ImagingGateway.Imaging.Rendering.Overlays;

/// <summary>The overlay planes that are shown with a frame.</summary>
internal static class OverlaySet
{
    /// <summary>The groups 6000 to 601E, even ones (PS3.5 7.6).</summary>
    public static IEnumerable<int> Groups => Enumerable.Range(0, 16).Select(index => 0x6000 + (2 * index));

    /// <summary>Without a presentation state those of the image that are asked for; with one those that it activates (PS3.3 C.11.7).</summary>
    public static IReadOnlyList<OverlayPlane> Of(DataSet header, int frameNumber, OverlayDisplay display, FramePresentation? state)
    {
        if (display == OverlayDisplay.None)
            return [];
        if (state is not null)
            return state.Overlays(header, frameNumber);
        var planes = Groups.Select(group => OverlayPlane.Read(header, group, frameNumber)).OfType<OverlayPlane>();
        return [.. planes.Where(plane => display == OverlayDisplay.All || !plane.IsRegion)];
    }
}
