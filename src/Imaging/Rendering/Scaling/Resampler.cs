using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ImagingGateway.Imaging.Rendering.Scaling;

/// <summary>Resamples a raster along both axes: rows are summed first, eight samples at a time, then columns.</summary>
internal static class Resampler
{
    public static Raster Resample(Raster source, Axis columns, Axis rows)
    {
        var output = GC.AllocateUninitializedArray<byte>(columns.Count * rows.Count * source.Channels);
        var line = new float[source.Stride];
        for (var row = 0; row < rows.Count; row++)
        {
            Array.Clear(line);
            var weights = rows.Weights(row);
            for (var k = 0; k < weights.Length; k++)
            {
                if (weights[k] > 0)
                    Accumulate(source.Pixels.AsSpan((rows.First(row) + k) * source.Stride, source.Stride), weights[k], line);
            }

            Reduce(line, columns, source.Channels, output.AsSpan(row * columns.Count * source.Channels, columns.Count * source.Channels));
        }

        return new Raster(output, columns.Count, rows.Count, source.Channels);
    }

    private static void Accumulate(ReadOnlySpan<byte> samples, float weight, Span<float> line)
    {
        var wide = MemoryMarshal.Cast<float, Vector256<float>>(line);
        var packs = MemoryMarshal.Cast<byte, ulong>(samples);
        for (var i = 0; i < wide.Length && i < packs.Length; i++)
        {
            var words = Vector128.WidenLower(Vector128.CreateScalarUnsafe(packs[i]).AsByte());
            var whole = Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words)).AsInt32();
            wide[i] += Vector256.ConvertToSingle(whole) * weight;
        }

        for (var i = Math.Min(wide.Length, packs.Length) * 8; i < line.Length; i++)
            line[i] += samples[i] * weight;
    }

    private static void Reduce(ReadOnlySpan<float> line, Axis columns, int channels, Span<byte> output)
    {
        for (var column = 0; column < columns.Count; column++)
        {
            var weights = columns.Weights(column);
            var at = columns.First(column) * channels;
            for (var channel = 0; channel < channels; channel++)
            {
                var sum = 0.5f;
                for (int k = 0, from = at + channel; k < weights.Length && from < line.Length; k++, from += channels)
                    sum += weights[k] * line[from];
                output[(column * channels) + channel] = (byte)Math.Clamp(sum, 0, 255);
            }
        }
    }
}
