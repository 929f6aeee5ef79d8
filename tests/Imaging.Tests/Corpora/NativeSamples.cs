using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.TestKit;

namespace ImagingGateway.Imaging.Tests.Corpora;

/// <summary>Decoded frames in the form the expectations were computed in.</summary>
internal static partial class NativeSamples
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

    /// <summary>One sample of such bytes.</summary>
    public static long Sample(ReadOnlySpan<byte> native, string container, int index) => container switch
    {
        "u8" => native[index],
        "s8" => (sbyte)native[index],
        "u16" => BitConverter.ToUInt16(native[(index * 2)..]),
        "s16" => BitConverter.ToInt16(native[(index * 2)..]),
        _ => throw new ArgumentException(container),
    };

    /// <summary>Greatest difference between a frame and its reference raster (frame 0, or its centre).</summary>
    public static long GreatestDifference(ReadOnlySpan<byte> native, ExpectedPixels expected)
    {
        var place = Place().Match(expected.ReferenceRaster);
        int Part(string name) => int.Parse(place.Groups[name].ValueSpan, CultureInfo.InvariantCulture);
        using var gzip = new GZipStream(File.OpenRead(Corpus.PathOf("expected/" + expected.ReferenceRaster)), CompressionMode.Decompress);
        var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        var (reference, index, greatest) = (bytes.ToArray(), 0, 0L);
        for (var y = Part("y"); y < Part("y") + Part("h"); y++)
        {
            for (var x = Part("x") * expected.Samples; x < (Part("x") + Part("w")) * expected.Samples; x++)
            {
                var here = Sample(native, expected.Container, (y * expected.Columns * expected.Samples) + x);
                greatest = Math.Max(greatest, Math.Abs(here - Sample(reference, expected.Container, index++)));
            }
        }

        Assert.Equal(Part("w") * Part("h") * Part("c"), index);
        return greatest;
    }

    [GeneratedRegex(@"\.y(?<y>\d+)\.x(?<x>\d+)\.h(?<h>\d+)\.w(?<w>\d+)\.c(?<c>\d+)\.")]
    private static partial Regex Place();
}
