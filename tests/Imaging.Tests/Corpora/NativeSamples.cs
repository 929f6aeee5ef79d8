using System.Globalization;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Imaging.Tests.Corpora;

/// <summary>Decoded frames in the form the expectations were computed in.</summary>
internal static class NativeSamples
{
    /// <summary>Only the stored bits, shifted to bit 0 and sign-extended, one sample per container.</summary>
    public static byte[] Of(DecodedFrame frame, string container)
    {
        var d = frame.Description;
        var samples = frame.Samples.Span;
        if (container[0] == 'f')
            return samples.ToArray();
        var count = d.Rows * d.Columns * d.SamplesPerPixel;
        var (to, from) = (int.Parse(container.AsSpan(1), CultureInfo.InvariantCulture) / 8, d.BitsAllocated / 8);
        var native = new byte[count * to];
        var layout = StoredValue.Of(d) with { IsSigned = container[0] == 's' };
        for (var i = 0; i < count; i++)
        {
            ulong stored = 0;
            if (d.BitsAllocated == 1)
                stored = (ulong)(samples[i >> 3] >> (i & 7)) & 1;
            for (var b = from - 1; b >= 0; b--)
                stored = (stored << 8) | samples[(i * from) + b];
            var value = layout[stored];
            for (var b = 0; b < to; b++)
                native[(i * to) + b] = (byte)(value >> (8 * b));
        }

        return native;
    }
}
