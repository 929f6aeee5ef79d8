using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Rendering;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Viewer.Api.Images;

/// <summary>Renders stored frames for pages. Decoding takes a core each: no more of it at once than the machine has.</summary>
internal sealed class ImageRenderer(IInstanceRetrieve retrieve) : IDisposable
{
    private readonly SemaphoreSlim _cores = new(Environment.ProcessorCount);

    /// <returns>Null when the instance has no such frame.</returns>
    /// <exception cref="UndecodableFrameException">No pixels can be had from these bytes.</exception>
    public async Task<RenderedImage?> RenderAsync(StoredInstance instance, int frameNumber, RenderOptions options, CancellationToken cancellationToken)
    {
        if (frameNumber < 1 || frameNumber > instance.NumberOfFrames || await retrieve.FramesAsync(instance, cancellationToken) is not { } frames
            || frameNumber > frames.Frames.Count)
            return null;
        await _cores.WaitAsync(cancellationToken);
        try
        {
            var header = await retrieve.HeaderAsync(instance, cancellationToken);
            var bytes = await retrieve.ReadFrameAsync(instance, frames, frameNumber, cancellationToken);
            return await Task.Run(() => FrameRenderer.Render(header, bytes, frameNumber, TransferSyntax.Of(instance.TransferSyntaxUid), options), cancellationToken);
        }
        finally
        {
            _cores.Release();
        }
    }

    public void Dispose() => _cores.Dispose();
}
