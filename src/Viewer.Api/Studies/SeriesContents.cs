using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Viewer.Api.Images;

namespace ImagingGateway.Viewer.Api.Studies;

/// <summary>A series as pages show it.</summary>
/// <param name="Instances">In instance number order, those without images included.</param>
public sealed record SeriesContents(
    Uid StudyInstanceUid, Uid SeriesInstanceUid, string Modality, long? Number, string? Description, string? BodyPart, IReadOnlyList<StoredInstance> Instances)
{
    /// <summary>Images: the frames of all instances.</summary>
    public int ImageCount { get; } = Instances.Sum(instance => instance.NumberOfFrames);

    public bool IsCt => Modality == "CT";

    /// <summary>Windows that help with these images, the most useful first; empty where the images' own are right.</summary>
    public IReadOnlyList<WindowPreset> Windows => SeriesWindows.Of(Modality, BodyPart, Description);

    /// <summary>The most useful window; null where the images' own are right.</summary>
    public WindowPreset? BestWindow => Windows is [var best, ..] ? best : null;

    /// <summary>The image to begin with: the middle of a stack of slices, else the first.</summary>
    public int StartNumber => Modality is "CT" or "MR" or "PT" ? (ImageCount + 1) / 2 : 1;

    /// <summary>The image with this number, from 1 through the whole series; null outside.</summary>
    public FrameReference? At(int imageNumber)
    {
        var frame = imageNumber;
        foreach (var instance in Instances)
        {
            if (frame >= 1 && frame <= instance.NumberOfFrames)
                return new FrameReference(instance, frame);
            frame -= instance.NumberOfFrames;
        }

        return null;
    }

    /// <summary>Numbers of at most <paramref name="count"/> images spread evenly over the series.</summary>
    public IReadOnlyList<int> Representative(int count) => SheetPlan.Spread(Math.Min(count, ImageCount), ImageCount);
}
