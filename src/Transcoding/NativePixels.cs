using System.Buffers;
using System.IO.Pipelines;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Transcoding;

/// <summary>Native pixel data as stored, its bytes changed in order where source and target differ in it.</summary>
public sealed class NativePixels(IInstanceRetrieve retrieve, StoredInstance instance, BulkReference value, int swapUnit) : PixelStream
{
    private const int BufferSize = 64 * 1024;

    /// <inheritdoc/>
    public override long? Length => value.Length;

    /// <inheritdoc/>
    public override async Task WriteAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        await using var source = await retrieve.OpenDataSetRangeAsync(instance, value.Offset, value.Length, inflate: true, cancellationToken);
        if (swapUnit > 1)
            await CopySwappedAsync(output, source, cancellationToken);
        else
            await output.CopyFromAsync(source, value.Length, cancellationToken);
    }

    private async Task CopySwappedAsync(PipeWriter output, Stream source, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (var length = value.Length; length > 0;)
            {
                var piece = buffer.AsMemory(0, (int)Math.Min(length, BufferSize));
                await source.ReadExactlyAsync(piece, cancellationToken);
                ByteOrder.Reverse(piece.Span, swapUnit);
                await output.WriteToClientAsync(piece, cancellationToken);
                length -= piece.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
