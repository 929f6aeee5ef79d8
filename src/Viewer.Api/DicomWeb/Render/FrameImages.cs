using ImagingGateway.Imaging.Rendering;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

namespace ImagingGateway.Viewer.Api.DicomWeb.Render;

/// <summary>Renders stored frames.</summary>
internal sealed class FrameImages(IInstanceRetrieve retrieve, InstanceLookup lookup, PixelWork work)
{
    /// <summary>Part of every entity tag: raise it when rendering changes, or browsers keep the old pictures.</summary>
    public const string Version = "2";

    /// <param name="found">An instance with pixel data.</param>
    /// <param name="number">From 1.</param>
    /// <param name="options">What to make.</param>
    /// <param name="cancellationToken">The request's end.</param>
    /// <exception cref="Imaging.Codecs.UndecodableFrameException">No picture can be made.</exception>
    public async Task<RenderedImage> RenderAsync(FoundInstance found, int number, RenderOptions options, CancellationToken cancellationToken)
    {
        var header = await lookup.HeaderAsync(found, cancellationToken);
        using var turn = await work.EnterAsync(cancellationToken);
        var stored = await retrieve.ReadFrameAsync(found.Stored, found.Frames!, number, cancellationToken);
        return FrameRenderer.Render(header.Header, stored, number, found.Syntax, options);
    }
}
