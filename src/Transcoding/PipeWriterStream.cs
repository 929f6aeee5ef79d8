using System.Buffers;
using System.IO.Pipelines;

namespace ImagingGateway.Transcoding;

/// <summary>
/// A response as a stream for <see cref="System.IO.Compression.ZipArchive"/>, which ends its entries with a few synchronous
/// writes: those stay in the pipe until the next asynchronous one, since a response must not be written synchronously.
/// </summary>
public sealed class PipeWriterStream(PipeWriter output) : WriteOnlyStream
{
    /// <summary>Bytes that passed.</summary>
    public long Written { get; private set; }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        output.Write(buffer);
        Written += buffer.Length;
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Written += buffer.Length;
        return output.WriteToClientAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => output.FlushToClientAsync(cancellationToken).AsTask();
}
