namespace ImagingGateway.Imaging.Codecs.HtJ2k;

/// <summary>The code blocks of one sub-band in one packet.</summary>
internal readonly record struct SubBand(int BlockColumns, int BlockRows)
{
    /// <summary>More missing bit planes than any sample has bits: damage.</summary>
    private const int MostBitPlanes = 40;

    /// <summary>Bits of a code block's length; no block of 4096 samples comes near.</summary>
    private const int MostLengthBits = 24;

    /// <param name="header">Says the size of the image.</param>
    /// <param name="level">Decompositions down to this band, from 1 (ISO/IEC 15444-1 B.5), 0 for an image without any.</param>
    /// <param name="isHighAcross">High-pass horizontally.</param>
    /// <param name="isHighDown">High-pass vertically.</param>
    public static SubBand Of(HtJ2kHeader header, int level, bool isHighAcross, bool isHighDown) => new(
        Blocks(Size(header.Columns, level, isHighAcross), header.BlockWidthExponent), Blocks(Size(header.Rows, level, isHighDown), header.BlockHeightExponent));

    /// <summary>Reads what the packet header says of the band and adds up the bytes of its blocks; null for what we do not understand.</summary>
    public long? ReadLengths(ref PacketBits bits)
    {
        if (BlockColumns == 0 || BlockRows == 0)
            return 0;
        var (inclusion, planes) = (new TagTree(BlockColumns, BlockRows), new TagTree(BlockColumns, BlockRows));
        var total = 0L;
        for (var y = 0; y < BlockRows; y++)
        {
            for (var x = 0; x < BlockColumns; x++)
            {
                if (!inclusion.IsBelow(ref bits, x, y, 1))
                    continue;
                if (ReadLength(ref bits, planes, x, y) is not { } length)
                    return null;
                total += length;
            }
        }

        return bits.IsExhausted ? null : total;
    }

    private static int? ReadLength(ref PacketBits bits, TagTree planes, int x, int y)
    {
        for (var missing = 1; !planes.IsBelow(ref bits, x, y, missing); missing++)
        {
            if (missing > MostBitPlanes)
                return null;
        }

        if (bits.Read() == 1)
            return null; // more passes than the one clean-up pass: nothing lossless writes them
        var lengthBits = 3;
        while (bits.Read() == 1)
        {
            if (++lengthBits > MostLengthBits)
                return null;
        }

        return bits.Read(lengthBits);
    }

    private static int Size(int size, int level, bool isHigh)
    {
        var offset = isHigh ? 1L << (level - 1) : 0;
        return size <= offset ? 0 : (int)((size - offset + (1L << level) - 1) >> level);
    }

    private static int Blocks(int size, int exponent) => (size + (1 << exponent) - 1) >> exponent;
}
