using System.Buffers.Binary;

namespace ImagingGateway.Imaging.Codecs.HtJ2k;

/// <summary>
/// Gives a codestream what HTJ2K Lossless RPCL demands and OpenJPH 0.9 does not write: the TLM marker segment (PS3.5 10.18). Each
/// resolution becomes a tile-part of its own, so that the segment tells where it ends.
/// </summary>
internal static class TilePartWriter
{
    private const int TilePartHeader = 14, TlmHeader = 6, TlmEntry = 5, EndMarker = 2;

    /// <summary>The codestream of even length, and the lengths that suffice for 1/8, 1/4, 1/2 and all of the image.</summary>
    public static (byte[] Codestream, PrefixLengths Prefixes) Rewrite(ReadOnlySpan<byte> codestream, HtJ2kLayout layout)
    {
        var packets = layout.Packets;
        var length = layout.Header.Length + TlmHeader + EndMarker;
        foreach (var range in packets)
            length += TlmEntry + TilePartHeader + Length(range);
        var output = new byte[length + (length & 1)];
        codestream[..layout.Header.Length].CopyTo(output);
        var at = WriteTlm(output, layout.Header.Length, packets);
        var ends = new int[packets.Count];
        for (var part = 0; part < packets.Count; part++)
        {
            WriteTilePartHeader(output.AsSpan(at), Length(packets[part]), part, packets.Count);
            codestream[packets[part]].CopyTo(output.AsSpan(at + TilePartHeader));
            at = ends[part] = at + TilePartHeader + Length(packets[part]);
        }

        BinaryPrimitives.WriteUInt16BigEndian(output.AsSpan(at), HtJ2kHeader.Eoc);
        int End(int halvings) => ends[Math.Max(0, layout.Header.Levels - halvings)];
        return (output, new PrefixLengths(End(3), End(2), End(1), output.Length));
    }

    // A.7.1: tile index in one byte, lengths in four
    private static int WriteTlm(Span<byte> output, int at, IReadOnlyList<Range> packets)
    {
        BinaryPrimitives.WriteUInt16BigEndian(output[at..], HtJ2kHeader.Tlm);
        BinaryPrimitives.WriteUInt16BigEndian(output[(at + 2)..], (ushort)(TlmHeader - 2 + (TlmEntry * packets.Count)));
        output[at + 5] = 0x50;
        at += TlmHeader;
        foreach (var range in packets)
        {
            BinaryPrimitives.WriteInt32BigEndian(output[(at + 1)..], TilePartHeader + Length(range));
            at += TlmEntry;
        }

        return at;
    }

    private static void WriteTilePartHeader(Span<byte> output, int length, int part, int parts)
    {
        BinaryPrimitives.WriteUInt16BigEndian(output, HtJ2kHeader.Sot);
        BinaryPrimitives.WriteUInt16BigEndian(output[2..], 10);
        BinaryPrimitives.WriteInt32BigEndian(output[6..], TilePartHeader + length);
        (output[10], output[11]) = ((byte)part, (byte)parts);
        BinaryPrimitives.WriteUInt16BigEndian(output[12..], HtJ2kHeader.Sod);
    }

    private static int Length(Range range) => range.End.Value - range.Start.Value;
}
