using System.Buffers.Binary;

namespace ImagingGateway.Imaging.Codecs.HtJ2k;

/// <summary>
/// Where the resolutions of a plain HTJ2K codestream lie, found by reading every packet header.
/// </summary>
/// <param name="Header">The main header.</param>
/// <param name="Packets">For each resolution, from the smallest, the bytes of its packets without tile-part headers.</param>
internal sealed record HtJ2kLayout(HtJ2kHeader Header, IReadOnlyList<Range> Packets)
{
    private const int SotLength = 12;

    /// <summary>Bytes from the start of the codestream that suffice for the image halved that often, from 0.</summary>
    public int PrefixLength(int halvings) => Packets[Math.Max(0, Header.Levels - halvings)].End.Value;

    /// <summary>Null when the codestream is not plain, or damaged.</summary>
    public static HtJ2kLayout? Read(ReadOnlySpan<byte> codestream)
    {
        if (HtJ2kHeader.Read(codestream) is not { } header)
            return null;
        var packets = new Range[header.Levels + 1];
        var (at, end) = (header.Length, header.Length);
        for (var resolution = 0; resolution <= header.Levels; resolution++)
        {
            if (at == end && !EnterTilePart(codestream, ref at, out end))
                return null;
            var start = at;
            for (var component = 0; component < header.Components; component++)
            {
                if (ReadPacket(codestream[at..end], header, resolution) is not { } length)
                    return null;
                at += length;
            }

            packets[resolution] = start..at;
        }

        // nothing but the end may follow: what we did not read, no other shall
        return at == end && codestream[at..].TrimEnd((byte)0) is [] or [0xFF, 0xD9] ? new HtJ2kLayout(header, packets) : null;
    }

    /// <summary>A.4.2: tile 0, of a length that fits, and data at once.</summary>
    private static bool EnterTilePart(ReadOnlySpan<byte> codestream, ref int at, out int end)
    {
        end = 0;
        var rest = codestream[at..];
        if (rest.Length < SotLength + 2 || BinaryPrimitives.ReadUInt16BigEndian(rest) != HtJ2kHeader.Sot || BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) != 10
            || BinaryPrimitives.ReadUInt16BigEndian(rest[4..]) != 0 || BinaryPrimitives.ReadUInt16BigEndian(rest[SotLength..]) != HtJ2kHeader.Sod)
            return false;
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest[6..]);
        if (length < SotLength + 2 || length > rest.Length)
            return false;
        end = at + (int)length;
        at += SotLength + 2;
        return true;
    }

    private static int? ReadPacket(ReadOnlySpan<byte> bytes, HtJ2kHeader header, int resolution)
    {
        var bits = new PacketBits(bytes);
        var bodies = 0L;
        if (bits.Read() == 1)
        {
            foreach (var band in Bands(header, resolution))
            {
                if (band.ReadLengths(ref bits) is not { } length)
                    return null;
                bodies += length;
            }
        }

        bits.Align();
        return bits.IsExhausted || bodies > bytes.Length - bits.Position ? null : bits.Position + (int)bodies;
    }

    private static SubBand[] Bands(HtJ2kHeader header, int resolution)
    {
        if (resolution == 0)
            return [SubBand.Of(header, header.Levels, false, false)];
        var level = header.Levels - resolution + 1;
        return [SubBand.Of(header, level, true, false), SubBand.Of(header, level, false, true), SubBand.Of(header, level, true, true)];
    }
}
