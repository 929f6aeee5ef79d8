using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Rendering;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Viewer.Api.Studies;

namespace ImagingGateway.Viewer.Api.Images;

/// <summary>Renders stored frames for pages. Decoding takes a core each: no more of it at once than the machine has.</summary>
internal sealed class ImageRenderer(IInstanceRetrieve retrieve) : IDisposable
{
    private const int SheetBytes = 40 * 1024;

    private static readonly int[] SheetQualities = [75, 60, 45, 30];

    private readonly SemaphoreSlim _cores = new(Environment.ProcessorCount);

    /// <returns>Null when the instance has no such frame.</returns>
    /// <exception cref="UndecodableFrameException">No pixels can be had from these bytes.</exception>
    public async Task<RenderedImage?> RenderAsync(StoredInstance instance, int frameNumber, RenderOptions options, CancellationToken cancellationToken)
    {
        if (frameNumber < 1 || frameNumber > instance.NumberOfFrames || await retrieve.FramesAsync(instance, cancellationToken) is not { } frames
            || frameNumber > frames.Frames.Count)
            return null;
        return await OnACoreAsync(
            async () =>
            {
                var header = await retrieve.HeaderAsync(instance, cancellationToken);
                var bytes = await retrieve.ReadFrameAsync(instance, frames, frameNumber, cancellationToken);
                return FrameRenderer.Render(header, bytes, frameNumber, TransferSyntax.Of(instance.TransferSyntaxUid), options);
            },
            cancellationToken);
    }

    /// <summary>Images of a series side by side. What cannot be decoded stays black.</summary>
    public async Task<ContactSheet> SheetAsync(SeriesContents series, SheetPlan plan, Window? window, CancellationToken cancellationToken)
    {
        var sheet = new ContactSheet(plan.Columns, plan.Rows, plan.CellSize, plan.CellSize);
        foreach (var number in plan.Numbers)
            await OnACoreAsync(() => AddAsync(sheet, series.At(number)!.Value, window, cancellationToken), cancellationToken);
        return sheet;
    }

    /// <summary>A sheet as one picture of at most 40 KB where quality allows.</summary>
    public Task<RenderedImage> WriteAsync(ContactSheet sheet, RenderedMediaType mediaType, string? watermark, CancellationToken cancellationToken) =>
        OnACoreAsync(() => Task.FromResult(WriteSmall(sheet, mediaType, watermark)), cancellationToken);

    public void Dispose() => _cores.Dispose();

    private async Task<bool> AddAsync(ContactSheet sheet, FrameReference image, Window? window, CancellationToken cancellationToken)
    {
        var (instance, number) = image;
        var header = await retrieve.HeaderAsync(instance, cancellationToken);
        var bytes = await retrieve.FramesAsync(instance, cancellationToken) is { } frames && number <= frames.Frames.Count
            ? await retrieve.ReadFrameAsync(instance, frames, number, cancellationToken) : default;
        return sheet.Add(header, bytes, number, TransferSyntax.Of(instance.TransferSyntaxUid), window);
    }

    private static RenderedImage WriteSmall(ContactSheet sheet, RenderedMediaType mediaType, string? watermark)
    {
        var images = SheetQualities.Select(quality => sheet.Write(mediaType, quality, watermark));
        return images.FirstOrDefault(image => image.Bytes.Length <= SheetBytes) ?? sheet.Write(mediaType, SheetQualities[^1], watermark);
    }

    /// <summary>Reading waits too, so that no more frames are held than are being decoded.</summary>
    private async Task<T> OnACoreAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await _cores.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        finally
        {
            _cores.Release();
        }
    }
}
