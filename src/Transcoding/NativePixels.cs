using System.IO.Pipelines;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Transcoding;

/// <summary>Native pixel data as stored, its bytes changed in order where source and target differ in it.</summary>
public sealed class NativePixels(IInstanceRetrieve retrieve, StoredInstance instance, BulkReference value, int swapUnit) : PixelStream
{
    /// <inheritdoc/>
    public override long? Length => value.Length;

    /// <inheritdoc/>
    public override async Task WriteAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        await using var source = await retrieve.OpenDataSetRangeAsync(instance, value.Offset, value.Length, inflate: true, cancellationToken);
        if (swapUnit > 1)
            await ByteOrder.CopySwappedAsync(output, source, value.Length, swapUnit, cancellationToken);
        else
            await output.CopyFromAsync(source, value.Length, cancellationToken);
    }
}
