using System.Buffers.Binary;

namespace ImagingGateway.Imaging.Codecs.NativeFormat;

/// <summary>Samples that do not fill whole bytes: the first sample lies in the lowest bits (PS3.5 8.1.1, annex D).</summary>
internal static class BitPacking
{
    /// <summary>Moves a 1-bit frame that begins inside a byte to bit 0; unused bits at the end become zero.</summary>
    public static ReadOnlyMemory<byte> Align(ReadOnlyMemory<byte> bytes, int skippedBits, long frameBits)
    {
        if (skippedBits == 0 && frameBits % 8 == 0)
            return bytes;
        var source = bytes.Span;
        var aligned = new byte[(frameBits + 7) / 8];
        for (var i = 0; i < aligned.Length; i++)
        {
            var high = i + 1 < source.Length ? source[i + 1] << 8 : 0;
            aligned[i] = (byte)((source[i] | high) >> skippedBits);
        }

        if (frameBits % 8 != 0)
            aligned[^1] &= (byte)((1 << (int)(frameBits % 8)) - 1);
        return aligned;
    }

    /// <summary>Widens samples of any odd number of allocated bits (12 in old Philips and ACR-NEMA files) to 8, 16, 32 or 64.</summary>
    public static byte[] Unpack(ReadOnlySpan<byte> packed, int skippedBits, int bitsPerSample, long count)
    {
        var container = FrameLimits.ContainerBytes(bitsPerSample);
        var samples = new byte[count * container];
        Span<byte> word = stackalloc byte[16];
        var mask = (UInt128.One << bitsPerSample) - 1;
        long bit = skippedBits;
        for (var to = 0; to < samples.Length; to += container, bit += bitsPerSample)
        {
            var from = packed[(int)(bit / 8)..];
            from = from[..Math.Min(from.Length, word.Length)];
            word.Clear();
            from.CopyTo(word);
            var value = (ulong)((BinaryPrimitives.ReadUInt128LittleEndian(word) >> (int)(bit % 8)) & mask);
            for (var b = 0; b < container; b++)
                samples[to + b] = (byte)(value >> (8 * b));
        }

        return samples;
    }
}
