using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Transcoding;

/// <summary>Samples that do not fill whole bytes (Bits Allocated 10 or 12 of old equipment), without a bit between them (PS3.5 8.1.1).</summary>
internal static class PackedSamples
{
    public static bool Are(int bitsAllocated) => bitsAllocated is not (1 or 8 or 16 or 32 or 64);

    /// <summary>One frame alone, its first sample in the lowest bits of the first byte.</summary>
    /// <param name="frame">Samples in whole bytes, little endian.</param>
    /// <param name="bits">Bits that each takes.</param>
    public static byte[] Pack(DecodedFrame frame, int bits)
    {
        var samples = frame.Samples.Span;
        var container = frame.Description.BitsAllocated;
        var count = samples.Length * 8L / container;
        var packed = new byte[((count * bits) + 7) / 8];
        for (long to = 0, sample = 0; sample < count; sample++)
        {
            for (var from = sample * container; from < (sample * container) + bits; from++, to++)
                packed[to / 8] |= (byte)(((samples[(int)(from / 8)] >> (int)(from % 8)) & 1) << (int)(to % 8));
        }

        return packed;
    }
}
