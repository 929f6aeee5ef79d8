using System.Buffers.Binary;

namespace ImagingGateway.Imaging.Codecs.Jpeg2000;

/// <summary>
/// Keeps from the decoder what would end the process: OpenJPEG 2.5.0, as Debian builds it, asserts that no byte above 8F follows FF where the MEL bytes of
/// an HT code block begin (upstream made it an error later). No conforming codestream has such a pair anywhere in its packets, for it would be a
/// marker (ISO/IEC 15444-1 table A.1, 15444-15 7.1), so one is proof of damage; the few options under which the pair could hide are refused.
/// </summary>
internal static class HtBlocks
{
    private const ushort Cod = 0xFF52, Coc = 0xFF53, Sot = 0xFF90, Sod = 0xFF93, Eoc = 0xFFD9;
    private const int HtStyle = 0x40, PacketMarkers = 0x06;

    /// <exception cref="UndecodableFrameException">The codestream has HT code blocks and could trip the decoder.</exception>
    public static void Check(ReadOnlySpan<byte> codestream)
    {
        var found = new Found(BinaryPrimitives.ReadUInt16BigEndian(codestream[40..]) < 257 ? 1 : 2); // bytes of a component's number
        var at = found.ReadSegments(codestream, 2, Sot);
        var isSound = at > 0;
        var hasPair = false;
        while (isSound && at + 12 <= codestream.Length && BinaryPrimitives.ReadUInt16BigEndian(codestream[at..]) == Sot)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(codestream[(at + 6)..]);
            var end = length == 0 ? WithoutEnd(codestream) : length <= codestream.Length - at ? at + (int)length : -1;
            var data = end < 0 ? -1 : found.ReadSegments(codestream[..end], at + 12, Sod);
            isSound = data > 0;
            hasPair |= isSound && HasMarker(codestream[(data + 2)..end]);
            at = end;
        }

        // where this walk is lost, the decoder may find its way to a coding style that was not seen here: it looks for the next marker it knows
        if (!isSound)
            throw FrameLimits.Broken($"the JPEG 2000 frame is damaged");
        if (!found.IsHt)
            return;
        if (!(codestream[at..].TrimEnd((byte)0) is [] or [0xFF, 0xD9]))
            throw FrameLimits.Broken($"the HTJ2K frame is damaged");
        if (found.IsUnusual)
            throw FrameLimits.Broken($"the HTJ2K frame uses several layers or markers between its packets, which the gateway does not read");
        if (hasPair)
            throw FrameLimits.Broken($"the HTJ2K frame is damaged");
    }

    private static int WithoutEnd(ReadOnlySpan<byte> codestream)
    {
        var trimmed = codestream.TrimEnd((byte)0);
        return trimmed.EndsWith((ReadOnlySpan<byte>)[0xFF, 0xD9]) ? trimmed.Length - 2 : codestream.Length;
    }

    private static bool HasMarker(ReadOnlySpan<byte> packets)
    {
        for (int next; (next = packets.IndexOf((byte)0xFF)) >= 0 && next + 1 < packets.Length; packets = packets[(next + 1)..])
        {
            if (packets[next + 1] > 0x8F)
                return true;
        }

        return false;
    }

    /// <summary>What the coding style segments said.</summary>
    private struct Found(int componentBytes)
    {
        public bool IsHt;
        public bool IsUnusual;

        /// <summary>Reads marker segments up to a marker; its place, or -1.</summary>
        public int ReadSegments(ReadOnlySpan<byte> bytes, int at, ushort until)
        {
            while (at + 4 <= bytes.Length || (until == Sod && at + 2 <= bytes.Length))
            {
                var marker = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
                if (marker == until)
                    return at;
                if (at + 4 > bytes.Length || !IsKnown(marker))
                    return -1;
                var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
                if (length < 2 || at + 2 + length > bytes.Length)
                    return -1;
                Take(marker, bytes.Slice(at + 4, length - 2));
                at += 2 + length;
            }

            return -1;
        }

        // tables A.2 and A.3, and the multi-component segments of part 2; behind any other the decoder does not believe the length
        private static bool IsKnown(ushort marker) => marker is 0xFF50 or 0xFF51 or Cod or Coc or 0xFF55 or 0xFF57 or 0xFF58 or (>= 0xFF5C and <= 0xFF61) or 0xFF63 or 0xFF64
            or 0xFF74 or 0xFF75 or 0xFF77 or 0xFF78;

        // A.6.1, A.6.2
        private void Take(ushort marker, ReadOnlySpan<byte> segment)
        {
            var style = marker == Cod ? 8 : marker == Coc ? componentBytes + 4 : -1;
            if (style < 0 || segment.Length <= style)
                return;
            IsHt |= (segment[style] & HtStyle) != 0;
            IsUnusual |= marker == Cod && ((segment[0] & PacketMarkers) != 0 || BinaryPrimitives.ReadUInt16BigEndian(segment[2..]) != 1);
        }
    }
}
