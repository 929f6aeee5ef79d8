using System.Buffers.Binary;

namespace ImagingGateway.Imaging.Rendering.Grey;

/// <summary>Float and double float pixel data (PS3.3 C.7.6.24, C.7.6.25): parametric maps.</summary>
internal static class FloatGrey
{
    public static void Map(
        ReadOnlySpan<byte> samples, int bitsAllocated, Span<byte> grey, ModalityTransform modality, VoiTransform? voi, bool isInverted)
    {
        if (voi is null)
        {
            var (least, most) = (double.MaxValue, double.MinValue);
            for (var i = 0; i < grey.Length; i++)
            {
                if (modality.Apply(Value(samples, bitsAllocated, i)) is var value && double.IsFinite(value))
                    (least, most) = (Math.Min(least, value), Math.Max(most, value));
            }

            voi = WindowVoi.Between(Math.Min(least, most), most);
        }

        // LINEAR counts in whole steps (C.11.2.1.2.1), which fractions do not have: a window of 0.5 and 1 would show two shades
        voi = (voi as WindowVoi)?.Exact ?? voi;
        for (var i = 0; i < grey.Length; i++)
        {
            var brightness = voi.Apply(modality.Apply(Value(samples, bitsAllocated, i)));
            grey[i] = GreyRenderer.ToByte(double.IsNaN(brightness) ? 0 : brightness, isInverted);
        }
    }

    private static double Value(ReadOnlySpan<byte> samples, int bitsAllocated, int index) => bitsAllocated == 64
        ? BinaryPrimitives.ReadDoubleLittleEndian(samples[(index * 8)..])
        : BinaryPrimitives.ReadSingleLittleEndian(samples[(index * 4)..]);
}
