using System.Buffers.Binary;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Imaging.Rendering.Grey;

/// <summary>Integer samples of 32 or 64 bits (dose grids, counts): too wide for a table, so computed pixel by pixel.</summary>
internal static class WideGrey
{
    public static void Map(
        ReadOnlySpan<byte> samples, int bitsAllocated, Span<byte> grey, StoredValue layout, PixelPadding padding, ModalityTransform modality,
        VoiTransform? voi, PresentationLut presentation)
    {
        if (voi is null)
        {
            var (least, most) = (double.MaxValue, double.MinValue);
            for (var i = 0; i < grey.Length; i++)
            {
                var stored = layout[Container(samples, bitsAllocated, i)];
                if (!padding.Contains(stored))
                    (least, most) = (Math.Min(least, modality.Apply(stored)), Math.Max(most, modality.Apply(stored)));
            }

            voi = WindowVoi.Between(Math.Min(least, most), most);
        }

        for (var i = 0; i < grey.Length; i++)
            grey[i] = GreyRenderer.ToByte(voi.Apply(modality.Apply(layout[Container(samples, bitsAllocated, i)])), presentation);
    }

    private static ulong Container(ReadOnlySpan<byte> samples, int bitsAllocated, int index) => bitsAllocated <= 32
        ? BinaryPrimitives.ReadUInt32LittleEndian(samples[(index * 4)..])
        : BinaryPrimitives.ReadUInt64LittleEndian(samples[(index * 8)..]);
}
