using System.IO.Pipelines;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

/// <summary>Pixel data as little endian samples, made while it is sent; never more than a frame in memory.</summary>
internal abstract class PixelStream
{
    public abstract long Length { get; }

    public abstract Task WriteAsync(PipeWriter output, CancellationToken cancellationToken);

    /// <summary>Native pixel data: the stored value, its bytes changed in order where it is big endian.</summary>
    internal sealed class Native(IInstanceRetrieve retrieve, StoredInstance instance, BulkReference value, int swapUnit) : PixelStream
    {
        public override long Length => value.Length;

        public override async Task WriteAsync(PipeWriter output, CancellationToken cancellationToken)
        {
            await using var source = await retrieve.OpenDataSetRangeAsync(instance, value.Offset, value.Length, inflate: true, cancellationToken);
            if (swapUnit > 1)
                await ByteOrder.CopySwappedAsync(output, source, value.Length, swapUnit, cancellationToken);
            else
                await output.CopyFromAsync(source, value.Length, cancellationToken);
        }
    }

    /// <summary>Compressed pixel data, decoded frame by frame; the first is decoded already.</summary>
    internal sealed class Decoded(FoundInstance found, DecodedFrame first, Func<int, CancellationToken, Task<DecodedFrame>> decode) : PixelStream
    {
        public override long Length => (long)first.Samples.Length * found.FrameCount;

        public override async Task WriteAsync(PipeWriter output, CancellationToken cancellationToken)
        {
            await output.WriteToClientAsync(first.Samples, cancellationToken);
            for (var number = 2; number <= found.FrameCount; number++)
            {
                var frame = await decode(number, cancellationToken);
                if (frame.Samples.Length != first.Samples.Length)
                    throw new UndecodableFrameException($"frame {number} is of another size than the first.");
                await output.WriteToClientAsync(frame.Samples, cancellationToken);
            }
        }
    }
}
