using System.Buffers.Binary;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;

namespace ImagingGateway.Imaging.Rendering.Grey;

/// <summary>Float and double float pixel data (PS3.3 C.7.6.24, C.7.6.25): parametric maps.</summary>
internal static class FloatGrey
{
    public static void Map(
        ReadOnlySpan<byte> samples, int bitsAllocated, Span<byte> grey, (double Least, double Most) padding, ModalityTransform modality, VoiTransform? voi, PresentationLut presentation)
    {
        if (voi is null)
        {
            var (least, most) = (double.MaxValue, double.MinValue);
            for (var i = 0; i < grey.Length; i++)
            {
                var stored = Value(samples, bitsAllocated, i);
                if (!(stored >= padding.Least && stored <= padding.Most) && modality.Apply(stored) is var value && double.IsFinite(value))
                    (least, most) = (Math.Min(least, value), Math.Max(most, value));
            }

            voi = WindowVoi.Between(Math.Min(least, most), most);
        }

        // LINEAR counts in whole steps (C.11.2.1.2.1), which fractions do not have: a window of 0.5 and 1 would show two shades
        voi = (voi as WindowVoi)?.Exact ?? voi;
        for (var i = 0; i < grey.Length; i++)
        {
            var brightness = voi.Apply(modality.Apply(Value(samples, bitsAllocated, i)));
            grey[i] = GreyRenderer.ToByte(double.IsNaN(brightness) ? 0 : brightness, presentation);
        }
    }

    /// <summary>Values that are no image (PS3.3 C.7.6.24, C.7.6.25); without a padding value NaN, which nothing lies between.</summary>
    public static (double Least, double Most) Padding(DataSet header)
    {
        var value = header.GetNumber(Tags.FloatPixelPaddingValue) ?? header.GetNumber(Tags.DoubleFloatPixelPaddingValue) ?? double.NaN;
        var limit = header.GetNumber(Tags.FloatPixelPaddingRangeLimit) ?? header.GetNumber(Tags.DoubleFloatPixelPaddingRangeLimit) ?? value;
        return (Math.Min(value, limit), Math.Max(value, limit));
    }

    private static double Value(ReadOnlySpan<byte> samples, int bitsAllocated, int index) => bitsAllocated == 64
        ? BinaryPrimitives.ReadDoubleLittleEndian(samples[(index * 8)..])
        : BinaryPrimitives.ReadSingleLittleEndian(samples[(index * 4)..]);
}
