using System.Buffers.Binary;

namespace ImagingGateway.Imaging.Codecs.Jpeg2000;

/// <summary>The tile-parts of a codestream, counted: OpenJPEG makes an image of those that are there, and an image half there is refused here.</summary>
internal static class TileParts
{
    private const ushort StartOfTilePart = 0xFF90, EndOfCodestream = 0xFFD9;
    private const int Header = 12;

    /// <exception cref="UndecodableFrameException">A tile has fewer tile-parts than it says (ISO/IEC 15444-1 A.4.2).</exception>
    public static void CheckComplete(ReadOnlySpan<byte> codestream)
    {
        var at = FirstTilePart(codestream);
        var missing = new Dictionary<int, int>(); // tile → parts it says it has, less those met
        while (at + Header <= codestream.Length && BinaryPrimitives.ReadUInt16BigEndian(codestream[at..]) == StartOfTilePart)
        {
            var tile = BinaryPrimitives.ReadUInt16BigEndian(codestream[(at + 4)..]);
            var length = BinaryPrimitives.ReadUInt32BigEndian(codestream[(at + 6)..]);
            missing[tile] = missing.GetValueOrDefault(tile) - 1;
            if (codestream[at + 10] == 0)
                missing[tile] += codestream[at + 11]; // 0 when the writer did not know yet
            if (length < Header || length > codestream.Length - at)
                break; // 0: to the end; too long: the decoder says so
            at += (int)length;
        }

        if (missing.Values.Any(count => count > 0))
            throw FrameLimits.Broken($"the JPEG 2000 frame ends early");
    }

    private static int FirstTilePart(ReadOnlySpan<byte> codestream)
    {
        var at = 2;
        while (at + 4 <= codestream.Length && BinaryPrimitives.ReadUInt16BigEndian(codestream[at..]) is not (StartOfTilePart or EndOfCodestream))
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(codestream[(at + 2)..]);
        return at;
    }
}
