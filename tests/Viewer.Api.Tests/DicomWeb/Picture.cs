using System.Buffers.Binary;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb;

/// <summary>Looks at the headers of encoded pictures.</summary>
internal static class Picture
{
    public static string TypeOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => "unknown",
    };

    public static int WidthOf(ReadOnlySpan<byte> bytes) => TypeOf(bytes) switch
    {
        "image/png" => BinaryPrimitives.ReadInt32BigEndian(bytes[16..]),
        "image/webp" when bytes[15] == ' ' => BinaryPrimitives.ReadUInt16LittleEndian(bytes[26..]) & 0x3FFF,
        "image/webp" when bytes[15] == 'L' => ((bytes[22] & 0x3F) << 8 | bytes[21]) + 1,
        "image/jpeg" => JpegWidth(bytes),
        _ => -1,
    };

    // the frame header is the first SOF marker (C0 to CF but C4, C8, CC)
    private static int JpegWidth(ReadOnlySpan<byte> bytes)
    {
        for (var at = 2; at + 9 < bytes.Length; at += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]))
        {
            if (bytes[at + 1] is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]);
        }

        return -1;
    }
}
