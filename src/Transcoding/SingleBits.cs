using System.IO.Pipelines;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Transcoding;

/// <summary>
/// Frames of one bit a sample, decoded to bytes or to bits, sent as bits: the first pixel in the lowest bit, frame after frame without
/// padding between them (PS3.5 8.1.1).
/// </summary>
internal sealed class SingleBits(int frameCount, DecodedFrame first, Func<int, CancellationToken, Task<DecodedFrame>> decode) : PixelStream
{
    public override long? Length => (((long)BitsOf(first) * frameCount) + 7) / 8;

    /// <summary>One frame alone, its first pixel in the lowest bit of the first byte.</summary>
    public static byte[] Pack(DecodedFrame frame) => Pack(frame, 0, 0);

    public override async Task WriteAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        var begun = new byte[1];
        var bits = 0;
        for (var number = 1; number <= frameCount; number++)
        {
            var frame = number == 1 ? first : await decode(number, cancellationToken);
            if (frame.Description != first.Description || frame.Samples.Length != first.Samples.Length)
                throw new UndecodableFrameException($"frame {number} is of another size than the first.");
            var packed = Pack(frame, begun[0], bits);
            var end = bits + BitsOf(frame);
            (begun[0], bits) = (end % 8 == 0 ? (byte)0 : packed[^1], end % 8);
            await output.WriteToClientAsync(packed.AsMemory(0, end / 8), cancellationToken);
        }

        if (bits > 0)
            await output.WriteToClientAsync(begun, cancellationToken);
    }

    /// <param name="begun">The byte that the frame before left unfinished.</param>
    /// <param name="bits">How many bits of it are taken.</param>
    private static byte[] Pack(DecodedFrame frame, byte begun, int bits)
    {
        var count = BitsOf(frame);
        var packed = new byte[(bits + count + 7) / 8];
        packed[0] = begun;
        var samples = frame.Samples.Span;
        var isPacked = frame.Description.BitsAllocated == 1;
        for (var i = 0; i < count; i++)
        {
            if (isPacked ? ((samples[i / 8] >> (i % 8)) & 1) != 0 : samples[i] != 0)
                packed[(bits + i) / 8] |= (byte)(1 << ((bits + i) % 8));
        }

        return packed;
    }

    private static int BitsOf(DecodedFrame frame) => frame.Description.Rows * frame.Description.Columns;
}
