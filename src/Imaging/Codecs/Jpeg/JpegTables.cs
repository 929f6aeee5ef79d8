using System.Buffers.Binary;

namespace ImagingGateway.Imaging.Codecs.Jpeg;

/// <summary>Tables in force while decoding: quantization, Huffman, restart interval (ITU-T T.81 B.2.4).</summary>
internal sealed class JpegTables
{
    private static readonly byte[] ZigZagToNatural =
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    private readonly HuffmanTable?[] _huffman = new HuffmanTable?[8];
    private readonly ushort[]?[] _quantization = new ushort[4][];

    /// <summary>Position in the block (row × 8 + column) of each coefficient in zigzag order.</summary>
    public static ReadOnlySpan<byte> ZigZag => ZigZagToNatural;

    /// <summary>MCUs between restart markers; 0 for none.</summary>
    public int RestartInterval { get; private set; }

    /// <summary>Takes a DQT, DHT or DRI segment; others are passed over.</summary>
    /// <exception cref="UndecodableFrameException">The segment is damaged.</exception>
    public void Take(byte marker, ReadOnlySpan<byte> segment)
    {
        switch (marker)
        {
            case JpegMarker.Dht: TakeHuffman(segment); break;
            case JpegMarker.Dqt: TakeQuantization(segment); break;
            case JpegMarker.Dri when segment.Length >= 2: RestartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment); break;
        }
    }

    /// <summary>The table for DC coefficients or lossless differences.</summary>
    public HuffmanTable Dc(int index) => _huffman[index] ?? throw FrameLimits.Broken($"a JPEG Huffman table is missing");

    /// <summary>The table for AC coefficients.</summary>
    public HuffmanTable Ac(int index) => _huffman[4 + index] ?? throw FrameLimits.Broken($"a JPEG Huffman table is missing");

    /// <summary>64 steps in natural order.</summary>
    public ushort[] Quantization(int index) => _quantization[index] ?? throw FrameLimits.Broken($"a JPEG quantization table is missing");

    private void TakeHuffman(ReadOnlySpan<byte> segment)
    {
        while (segment.Length >= 17)
        {
            var (kind, index) = (segment[0] >> 4, segment[0] & 15);
            var counts = segment.Slice(1, 16);
            var total = 0;
            foreach (var count in counts)
                total += count;
            if (kind > 1 || index > 3 || total > 256 || segment.Length < 17 + total)
                throw FrameLimits.Broken($"a JPEG Huffman table is damaged");
            _huffman[(kind * 4) + index] = new HuffmanTable(counts, segment.Slice(17, total));
            segment = segment[(17 + total)..];
        }
    }

    private void TakeQuantization(ReadOnlySpan<byte> segment)
    {
        while (!segment.IsEmpty)
        {
            var (wide, index) = (segment[0] >> 4, segment[0] & 15);
            var length = 1 + (64 << (wide & 1));
            if (wide > 1 || index > 3 || segment.Length < length)
                throw FrameLimits.Broken($"a JPEG quantization table is damaged");
            var steps = new ushort[64];
            for (var i = 0; i < 64; i++)
                steps[ZigZag[i]] = wide == 1 ? BinaryPrimitives.ReadUInt16BigEndian(segment[(1 + (2 * i))..]) : segment[1 + i];
            _quantization[index] = steps;
            segment = segment[length..];
        }
    }
}
