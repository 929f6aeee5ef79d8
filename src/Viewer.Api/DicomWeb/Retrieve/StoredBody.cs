using System.IO.Pipelines;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

/// <summary>The file exactly as stored.</summary>
internal sealed class StoredBody(StoredInstance instance, Stream file) : IInstanceBody
{
    public Uid TransferSyntax => instance.TransferSyntaxUid;

    public long Length => instance.Length;

    public Task WriteAsync(PipeWriter output, CancellationToken cancellationToken) => output.CopyFromAsync(file, Length, cancellationToken);

    public ValueTask DisposeAsync() => file.DisposeAsync();
}
