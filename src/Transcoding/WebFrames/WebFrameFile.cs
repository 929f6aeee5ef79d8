using System.Buffers.Binary;
using ImagingGateway.Imaging.Codecs.HtJ2k;

namespace ImagingGateway.Transcoding.WebFrames;

/// <summary>The form of a file in the cache: the codestream, then the four prefix lengths and a magic number. Whatever is not of this form is no hit.</summary>
internal static class WebFrameFile
{
    private const int TrailerLength = 20;
    private const uint Magic = 0x31_46_57_47; // "GWF1"

    /// <summary>The bytes of a file.</summary>
    public static byte[] Trailer(PrefixLengths prefixes)
    {
        var trailer = new byte[TrailerLength];
        BinaryPrimitives.WriteInt32LittleEndian(trailer, prefixes.Eighth);
        BinaryPrimitives.WriteInt32LittleEndian(trailer.AsSpan(4), prefixes.Quarter);
        BinaryPrimitives.WriteInt32LittleEndian(trailer.AsSpan(8), prefixes.Half);
        BinaryPrimitives.WriteInt32LittleEndian(trailer.AsSpan(12), prefixes.Full);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(16), Magic);
        return trailer;
    }

    /// <summary>Reads the trailer; null when the file is cut or something else.</summary>
    public static async ValueTask<PrefixLengths?> ReadAsync(FileStream file, CancellationToken cancellationToken)
    {
        if (file.Length < TrailerLength)
            return null;
        var trailer = new byte[TrailerLength];
        file.Position = file.Length - TrailerLength;
        await file.ReadExactlyAsync(trailer, cancellationToken);
        file.Position = 0;
        int Number(int index) => BinaryPrimitives.ReadInt32LittleEndian(trailer.AsSpan(4 * index));
        var prefixes = new PrefixLengths(Number(0), Number(1), Number(2), Number(3));
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer.AsSpan(16)) == Magic && prefixes.Full == file.Length - TrailerLength ? prefixes : null;
    }
}
