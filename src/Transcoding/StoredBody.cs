using System.IO.Pipelines;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Transcoding;

/// <summary>The file exactly as stored.</summary>
internal sealed class StoredBody(StoredInstance instance, Stream file) : IInstanceBody
{
    public Uid TransferSyntax => instance.TransferSyntaxUid;

    public long? Length => instance.Length;

    public long? DataSetLength => instance.DataSetLength;

    public Task WriteAsync(PipeWriter output, CancellationToken cancellationToken) => output.CopyFromAsync(file, instance.Length, cancellationToken);

    public async Task WriteDataSetAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        await file.ReadExactlyAsync(new byte[instance.DataSetOffset], cancellationToken);
        await output.CopyFromAsync(file, instance.DataSetLength, cancellationToken);
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();
}
