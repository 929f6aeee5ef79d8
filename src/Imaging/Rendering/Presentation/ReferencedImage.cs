using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Imaging.Rendering.Presentation;

/// <summary>An image a presentation state is made for (PS3.3 C.11.11).</summary>
/// <param name="Series">Its series.</param>
/// <param name="Instance">Its SOP instance.</param>
/// <param name="Frames">From 1; empty: every frame.</param>
public sealed record ReferencedImage(Uid Series, Uid Instance, IReadOnlyList<int> Frames)
{
    /// <summary>The frame is meant.</summary>
    /// <param name="instance">SOP instance.</param>
    /// <param name="frame">From 1.</param>
    public bool Covers(Uid instance, int frame) => Instance == instance && (Frames.Count == 0 || Frames.Contains(frame));

    /// <summary>The images of a Referenced Image Sequence.</summary>
    internal static IEnumerable<ReferencedImage> In(DataSet source, Uid series) => source.GetItems(Tags.ReferencedImageSequence).Select(
        item => new ReferencedImage(series, item.GetUid(Tags.ReferencedSOPInstanceUID), [.. item.GetNumbers(Tags.ReferencedFrameNumber).Select(number => (int)number)]));
}
