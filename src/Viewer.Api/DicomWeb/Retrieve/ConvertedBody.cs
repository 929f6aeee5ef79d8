using System.IO.Pipelines;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

/// <summary>The file in Explicit VR Little Endian: the header in memory, the pixels passing through.</summary>
/// <param name="head">Meta information, the elements before the pixel data, and the pixel data element's own header.</param>
/// <param name="pixels">Null when there is no pixel data to stream.</param>
/// <param name="tail">The elements after it.</param>
internal sealed class ConvertedBody(Uid transferSyntax, ReadOnlyMemory<byte> head, PixelStream? pixels, ReadOnlyMemory<byte> tail) : IInstanceBody
{
    private static readonly byte[] Pad = [0];

    public Uid TransferSyntax => transferSyntax;

    public long Length => head.Length + (pixels is null ? 0 : pixels.Length + (pixels.Length & 1)) + tail.Length;

    public async Task WriteAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        await output.WriteToClientAsync(head, cancellationToken);
        if (pixels is not null)
        {
            await pixels.WriteAsync(output, cancellationToken);
            if ((pixels.Length & 1) == 1)
                await output.WriteToClientAsync(Pad, cancellationToken);
        }

        await output.WriteToClientAsync(tail, cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
