using ImagingGateway.Filmless.Evidence.Portable;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Rendering;
using ImagingGateway.Viewer.Api.Images;
using ImagingGateway.Viewer.Api.Studies;

namespace ImagingGateway.Viewer.Api.Evidence.Portable;

/// <summary>Draws the key images of a study: all of few, else evenly spread over each series, in the window that helps most.</summary>
internal sealed class KeyPictures(ImageRenderer renderer)
{
    /// <summary>Of the whole study; a page of a few megabytes opens anywhere.</summary>
    private const int Most = 48;

    private const int OfSeries = 12;
    private const int StackSize = 640;
    private const int ProjectionSize = 1400;
    private const int Quality = 82;

    /// <returns>The pictures, and how many images could not be drawn.</returns>
    public async Task<(IReadOnlyList<EvidenceContent> Pictures, int NotDrawn)> DrawAsync(IReadOnlyList<SeriesContents> study, string? watermark, CancellationToken cancellationToken)
    {
        var (pictures, notDrawn) = (new List<EvidenceContent>(), 0);
        foreach (var (series, number) in Chosen(study))
        {
            if (await TryDrawAsync(series, number, watermark, cancellationToken) is not { } image)
            {
                notDrawn++;
                continue;
            }

            var shown = series.At(number)!.Value;
            var about = new PackageImage(shown.Instance.SopInstanceUid.Value, shown.FrameNumber, NameOf(series), number, series.ImageCount, series.BestWindow?.Name);
            pictures.Add(new EvidenceContent(
                PackageFile.Of(FormattableString.Invariant($"images/{pictures.Count + 1:D3}.jpg"), image.Bytes, about), _ => Task.FromResult<ReadOnlyMemory<byte>>(image.Bytes)));
        }

        return (pictures, notDrawn);
    }

    private static IEnumerable<(SeriesContents Series, int Number)> Chosen(IReadOnlyList<SeriesContents> study)
    {
        var pictured = study.Where(series => series.ImageCount > 0).ToList();
        var each = Math.Clamp(Most / Math.Max(1, pictured.Count), 1, OfSeries);
        return pictured.SelectMany(series => series.Representative(each).Select(number => (series, number))).Take(Most);
    }

    private async Task<RenderedImage?> TryDrawAsync(SeriesContents series, int number, string? watermark, CancellationToken cancellationToken)
    {
        var size = series.ImageCount > OfSeries ? StackSize : ProjectionSize;
        var (instance, frame) = series.At(number)!.Value;
        try
        {
            return await renderer.RenderAsync(instance, frame, new RenderOptions(RenderedMediaType.Jpeg, new Viewport(size, size), series.BestWindow?.Window, Quality, watermark), cancellationToken);
        }
        catch (UndecodableFrameException)
        {
            return null;
        }
    }

    private static string NameOf(SeriesContents series) => series.Description is { Length: > 0 } text ? $"{series.Modality} · {text}" : series.Modality;
}
