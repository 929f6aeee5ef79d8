using System.IO.Pipelines;

namespace ImagingGateway.Transcoding;

/// <summary>Bytes on their way to a client.</summary>
public static class PipeWriting
{
    private const int CopySize = 256 * 1024;

    /// <summary>Lets the reader have what was written.</summary>
    /// <exception cref="OperationCanceledException">The client went away: there is nobody left to write for.</exception>
    public static async ValueTask FlushToClientAsync(this PipeWriter output, CancellationToken cancellationToken)
    {
        var flushed = await output.FlushAsync(cancellationToken);
        if (flushed.IsCompleted || flushed.IsCanceled)
            throw new OperationCanceledException("The client went away.");
    }

    /// <summary>Writes and flushes.</summary>
    /// <exception cref="OperationCanceledException">The client went away.</exception>
    public static async ValueTask WriteToClientAsync(this PipeWriter output, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.IsEmpty)
            return;
        var written = await output.WriteAsync(bytes, cancellationToken);
        if (written.IsCompleted || written.IsCanceled)
            throw new OperationCanceledException("The client went away.");
    }

    /// <summary>Reads straight into the response's own memory; back-pressure holds the reading.</summary>
    /// <exception cref="EndOfStreamException">The source ended early.</exception>
    public static async Task CopyFromAsync(this PipeWriter output, Stream source, long length, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            var memory = output.GetMemory((int)Math.Min(length, CopySize));
            if (memory.Length > length)
                memory = memory[..(int)length];
            var read = await source.ReadAsync(memory, cancellationToken);
            if (read == 0)
                throw new EndOfStreamException($"The stored object ends {length} bytes too early.");
            output.Advance(read);
            length -= read;
            await output.FlushToClientAsync(cancellationToken);
        }
    }
}
