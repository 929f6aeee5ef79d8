using System.Buffers;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Encoding;

namespace ImagingGateway.Storage.Retrieve;

/// <summary>Reads a header with its long values, up to the pixel data.</summary>
internal static class HeaderReading
{
    /// <summary>Bytes above which a header is not worth keeping in memory.</summary>
    public const long LargestKept = 1 << 20;

    /// <summary>Values longer than this stay references: an embedded document is no header.</summary>
    private const int LongestValue = 16 << 20;

    private const int Piece = 64 << 10;

    /// <summary>The header and how many bytes it took to read.</summary>
    public static async Task<(DataSet Header, long Length)> ReadAsync(Stream content, TransferSyntax syntax, CancellationToken cancellationToken)
    {
        // the stream is inflated already
        var plain = syntax.IsDeflated ? TransferSyntax.ExplicitVRLittleEndian : syntax;
        var atPixelData = false;
        var scanner = new InstanceScanner(plain, LongestValue) { PixelDataSink = _ => atPixelData = true };
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        var length = 0L;
        try
        {
            int read;
            while (!atPixelData && (read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                scanner.Push(buffer.AsSpan(0, read));
                length += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return (scanner.Complete().Header, length);
    }
}
