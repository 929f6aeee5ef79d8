using System.IO.Pipelines;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

/// <summary>A Part 10 file ready to be sent: what could fail before its first byte has been done.</summary>
internal interface IInstanceBody : IAsyncDisposable
{
    Uid TransferSyntax { get; }

    /// <summary>Bytes of the whole file.</summary>
    long Length { get; }

    Task WriteAsync(PipeWriter output, CancellationToken cancellationToken);
}
