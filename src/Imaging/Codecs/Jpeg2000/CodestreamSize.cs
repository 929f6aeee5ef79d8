using System.Buffers.Binary;

namespace ImagingGateway.Imaging.Codecs.Jpeg2000;

/// <summary>The SIZ marker segment (ISO/IEC 15444-1 A.5.1), read before a decoder allocates anything for it.</summary>
internal readonly record struct CodestreamSize(long Columns, long Rows, int Components, long TileColumns, long TileRows)
{
    /// <summary>Tiles of the image; each costs the decoder a fixed amount whatever its size.</summary>
    public long TileCount => ((Columns + TileColumns - 1) / TileColumns + 1) * ((Rows + TileRows - 1) / TileRows + 1);

    /// <summary>The raw codestream: as is, or out of the jp2c box of a JP2 file that was stored whole by mistake (PS3.5 8.2.4).</summary>
    public static ReadOnlySpan<byte> FindCodestream(ReadOnlySpan<byte> frame)
    {
        if (!frame.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 12, (byte)'j', (byte)'P', 0x20, 0x20]))
            return frame;
        var at = 0;
        while (at + 8 <= frame.Length)
        {
            long length = BinaryPrimitives.ReadUInt32BigEndian(frame[at..]);
            if (frame[(at + 4)..].StartsWith("jp2c"u8))
                return frame[Math.Min(at + (length == 1 ? 16 : 8), frame.Length)..];
            if (length < 8 || length > frame.Length - at)
                break;
            at += (int)length;
        }

        throw FrameLimits.Broken($"the JP2 file holds no codestream");
    }

    /// <summary>Decomposition levels of the first COD segment (A.6.1): how often the image can be halved; 0 when it is not found.</summary>
    public static int ReadLevels(ReadOnlySpan<byte> codestream)
    {
        for (var at = 2; at + 10 <= codestream.Length && codestream[at] == 0xFF && codestream[at + 1] is not 0x90;)
        {
            if (codestream[at + 1] == 0x52)
                return Math.Min((int)codestream[at + 9], 32);
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(codestream[(at + 2)..]);
        }

        return 0;
    }

    /// <exception cref="UndecodableFrameException">There is no SIZ segment where it must be.</exception>
    public static CodestreamSize Read(ReadOnlySpan<byte> codestream)
    {
        // SOC FF4F, SIZ FF51, Lsiz, Rsiz, then eight 32-bit numbers and the component count
        if (codestream.Length < 42 || BinaryPrimitives.ReadUInt32BigEndian(codestream) != 0xFF4FFF51)
            throw FrameLimits.Broken($"the frame is no JPEG 2000 codestream");
        long Number(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadUInt32BigEndian(bytes[(8 + (4 * index))..]);
        var (tileColumns, tileRows) = (Number(codestream, 4), Number(codestream, 5));
        if (tileColumns == 0 || tileRows == 0)
            throw FrameLimits.Broken($"the JPEG 2000 frame has tiles of no size");
        return new CodestreamSize(
            Number(codestream, 0) - Number(codestream, 2), Number(codestream, 1) - Number(codestream, 3),
            BinaryPrimitives.ReadUInt16BigEndian(codestream[40..]), tileColumns, tileRows);
    }
}
