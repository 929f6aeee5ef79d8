using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Rendering.Grey;

namespace ImagingGateway.Imaging.Rendering.Presentation;

/// <summary>
/// A Grayscale Softcopy Presentation State (PS3.3 A.33.1): how other images are to be shown. Applied are modality LUT, VOI, presentation LUT,
/// display shutter, overlays, graphic annotations, rotation and flip, and displayed area (fitted, whatever its size mode). Not applied are masks
/// (subtraction), compound graphics and graphics in units of a total pixel matrix.
/// </summary>
public sealed class PresentationState
{
    private readonly DataSet _source;

    private PresentationState(DataSet source, IReadOnlyList<ReferencedImage> images) => (_source, Images) = (source, images);

    /// <summary>The images it is made for, in order; at least one.</summary>
    public IReadOnlyList<ReferencedImage> Images { get; }

    /// <summary>True for the SOP class that can be applied.</summary>
    public static bool IsOne(Uid sopClass) => sopClass == Uids.GrayscaleSoftcopyPresentationStateStorage;

    /// <summary>Reads it; null when it names no image.</summary>
    /// <param name="source">The data set of the instance, long values included.</param>
    public static PresentationState? Read(DataSet source)
    {
        var images = source.GetItems(Tags.ReferencedSeriesSequence)
            .SelectMany(series => ReferencedImage.In(series, series.GetUid(Tags.SeriesInstanceUID))).ToList();
        return images.Count == 0 ? null : new PresentationState(source, images);
    }

    /// <summary>What it says about one frame; null when the frame is none of its own.</summary>
    /// <param name="image">SOP instance.</param>
    /// <param name="frame">From 1.</param>
    internal FramePresentation? For(Uid image, int frame)
    {
        if (!Images.Any(one => one.Covers(image, frame)))
            return null;
        IEnumerable<DataSet> About(Tag sequence) => _source.GetItems(sequence).Where(
            item => item.GetItems(Tags.ReferencedImageSequence).Count == 0 || ReferencedImage.In(item, default).Any(one => one.Covers(image, frame)));
        var voi = About(Tags.SoftcopyVOILUTSequence).SelectMany(VoiTransform.In).FirstOrDefault();
        var area = About(Tags.DisplayedAreaSelectionSequence).Select(DisplayedArea.Read).FirstOrDefault();
        return new FramePresentation(_source, voi, area, Annotation.Read(_source, About(Tags.GraphicAnnotationSequence)));
    }
}
