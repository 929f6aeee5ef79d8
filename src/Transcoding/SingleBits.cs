using System.IO.Pipelines;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Transcoding;

/// <summary>
/// Frames of one bit a sample, decoded to bytes and sent as bits again: the first pixel in the lowest bit, frame after frame without
/// padding between them (PS3.5 8.1.1).
/// </summary>
internal sealed class SingleBits(int frameCount, DecodedFrame first, Func<int, CancellationToken, Task<DecodedFrame>> decode) : PixelStream
{
    public override long? Length => (((long)first.Samples.Length * frameCount) + 7) / 8;

    public override async Task WriteAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        var begun = new byte[1];
        var bits = 0;
        for (var number = 1; number <= frameCount; number++)
        {
            var frame = number == 1 ? first : await decode(number, cancellationToken);
            if (frame.Samples.Length != first.Samples.Length)
                throw new UndecodableFrameException($"frame {number} is of another size than the first.");
            var packed = Pack(frame.Samples.Span, begun[0], bits);
            var end = bits + frame.Samples.Length;
            (begun[0], bits) = (end % 8 == 0 ? (byte)0 : packed[^1], end % 8);
            await output.WriteToClientAsync(packed.AsMemory(0, end / 8), cancellationToken);
        }

        if (bits > 0)
            await output.WriteToClientAsync(begun, cancellationToken);
    }

    /// <param name="begun">The byte that the frame before left unfinished.</param>
    /// <param name="bits">How many bits of it are taken.</param>
    private static byte[] Pack(ReadOnlySpan<byte> samples, byte begun, int bits)
    {
        var packed = new byte[(bits + samples.Length + 7) / 8];
        packed[0] = begun;
        for (var i = 0; i < samples.Length; i++)
        {
            if (samples[i] != 0)
                packed[(bits + i) / 8] |= (byte)(1 << ((bits + i) % 8));
        }

        return packed;
    }
}
