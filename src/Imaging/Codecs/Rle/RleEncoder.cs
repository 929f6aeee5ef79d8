using System.Buffers.Binary;
using ImagingGateway.Imaging.Codecs.Interop;

namespace ImagingGateway.Imaging.Codecs.Rle;

/// <summary>Writes RLE Lossless (PS3.5 annex G).</summary>
internal sealed class RleEncoder : IFrameEncoder
{
    private const int HeaderLength = 64;

    public NativeLibraryFile? Library => null;

    public EncodedFrame Encode(DecodedFrame frame, int quality)
    {
        var d = frame.Description;
        if (d.BitsAllocated is not (8 or 16 or 32) || d.BitsAllocated / 8 * d.SamplesPerPixel > 15)
            throw new NotSupportedException($"RLE holds no samples of {d.BitsAllocated} bits.");
        var (container, stride) = (d.BitsAllocated / 8, d.BitsAllocated / 8 * d.SamplesPerPixel);
        var rowRoom = d.Columns + (d.Columns / 128) + 2;
        var output = new byte[HeaderLength + ((long)stride * ((d.Rows * (long)rowRoom) + 1)) + 1];
        var (row, at) = (new byte[d.Columns], HeaderLength);
        BinaryPrimitives.WriteInt32LittleEndian(output, stride);
        for (var segment = 0; segment < stride; segment++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(output.AsSpan(4 + (4 * segment)), at);
            var place = (segment / container * container) + (container - 1 - (segment % container)); // most significant byte first (G.2)
            for (var y = 0; y < d.Rows; y++)
            {
                Gather(frame.Samples.Span.Slice(y * d.Columns * stride, d.Columns * stride), place, stride, row);
                at += PackBits.EncodeRow(row, output.AsSpan(at));
            }

            at += at & 1; // G.3.1: a segment has even length
        }

        return new EncodedFrame(d, output[..at]);
    }

    private static void Gather(ReadOnlySpan<byte> line, int place, int stride, Span<byte> row)
    {
        for (int i = 0, from = place; i < row.Length; i++, from += stride)
            row[i] = line[from];
    }
}
