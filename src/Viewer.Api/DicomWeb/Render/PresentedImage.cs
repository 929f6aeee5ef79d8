using ImagingGateway.Imaging.Rendering.Presentation;
using ImagingGateway.Transcoding;
using ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

namespace ImagingGateway.Viewer.Api.DicomWeb.Render;

/// <summary>The picture a presentation state stands for: the first image it is made for that is here (PS3.18 10.4.1.1.3).</summary>
internal static class PresentedImage
{
    /// <returns>Null when the state names no image of its study that is visible. The address has been checked for the study, so nothing beyond it is looked up.</returns>
    public static async Task<(FoundInstance Image, int Frame, PresentationState State)?> FindAsync(DicomWebRequest request, FoundInstance found)
    {
        var lookup = request.Get<InstanceLookup>();
        if (PresentationState.Read((await lookup.HeaderAsync(found, request.Aborted)).Header) is not { } state)
            return null;
        foreach (var one in state.Images)
        {
            var frame = one.Frames.Count > 0 ? one.Frames[0] : 1;
            if (one.Instance.IsAcceptable && one.Series.IsAcceptable
                && await lookup.FindAsync(found.Stored.StudyInstanceUid, one.Series, one.Instance, request.Aborted) is { Frames: not null } image
                && frame >= 1 && frame <= image.FrameCount)
                return (image, frame, state);
        }

        return null;
    }
}
