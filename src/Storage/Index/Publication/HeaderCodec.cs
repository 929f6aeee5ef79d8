using System.Buffers.Binary;
using System.IO.Compression;

namespace ImagingGateway.Storage.Index.Publication;

/// <summary>
/// DICOM JSON as kept in a row: one byte that names the form, the length, the bytes deflated with Brotli. Quality 2 because a
/// header is packed once on the way in and unpacked often: about a fifth of the size at a few dozen microseconds each way.
/// </summary>
internal static class HeaderCodec
{
    private const byte Raw = 0;
    private const byte Brotli = 1;
    private const int Quality = 2;
    private const int Window = 16;
    private const int HeaderLength = 5;

    public static byte[] Pack(ReadOnlySpan<byte> json)
    {
        var packed = new byte[HeaderLength + BrotliEncoder.GetMaxCompressedLength(json.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(1), json.Length);
        if (BrotliEncoder.TryCompress(json, packed.AsSpan(HeaderLength), out var written, Quality, Window) && written < json.Length)
        {
            packed[0] = Brotli;
            return packed.AsSpan(0, HeaderLength + written).ToArray();
        }

        return [Raw, .. packed.AsSpan(1, 4), .. json];
    }

    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> packed)
    {
        if (packed.Length < HeaderLength)
            throw new InvalidDataException("A kept header is cut short.");
        var json = new byte[BinaryPrimitives.ReadInt32LittleEndian(packed[1..])];
        var content = packed[HeaderLength..];
        var whole = packed[0] switch
        {
            Raw => content.TryCopyTo(json) && content.Length == json.Length,
            Brotli => BrotliDecoder.TryDecompress(content, json, out var written) && written == json.Length,
            _ => false,
        };
        return whole ? json : throw new InvalidDataException("A kept header cannot be unpacked.");
    }
}
