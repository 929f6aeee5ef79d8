using ImagingGateway.Imaging.Codecs.HtJ2k;

namespace ImagingGateway.Transcoding.WebFrames;

/// <summary>One frame as HTJ2K Lossless RPCL, opened for reading.</summary>
/// <param name="Codestream">Seekable, positioned at the codestream's first byte; the caller's to dispose.</param>
/// <param name="Prefixes">Which beginnings of it suffice for smaller sizes.</param>
public sealed record WebFrame(Stream Codestream, PrefixLengths Prefixes) : IAsyncDisposable
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Codestream.DisposeAsync();
}
