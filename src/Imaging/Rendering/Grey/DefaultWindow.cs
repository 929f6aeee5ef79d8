using System.Runtime.InteropServices;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Imaging.Rendering.Grey;

/// <summary>The window of an image that names none.</summary>
internal static class DefaultWindow
{
    /// <summary>
    /// Up to 8 bits, everything that can be stored (screens and ultrasound are meant as they are); above, from the least to
    /// the greatest value that occurs, padding left out.
    /// </summary>
    public static VoiTransform Of(ReadOnlySpan<byte> samples, StoredValue layout, PixelPadding padding, ModalityTransform modality)
    {
        if (layout.Bits <= 8)
            return Whole(layout, modality);
        var (least, most) = Range(samples, layout, padding);
        return Between(modality, least, most);
    }

    /// <summary>Everything that can be stored.</summary>
    public static VoiTransform Whole(StoredValue layout, ModalityTransform modality) => Between(modality, layout.Least, layout.Most);

    private static WindowVoi Between(ModalityTransform modality, long least, long most)
    {
        var (a, b) = (modality.Apply(least), modality.Apply(most));
        return WindowVoi.Between(Math.Min(a, b), Math.Max(a, b));
    }

    private static (long Least, long Most) Range(ReadOnlySpan<byte> samples, StoredValue layout, PixelPadding padding)
    {
        var (least, most) = (long.MaxValue, long.MinValue);
        foreach (var word in MemoryMarshal.Cast<byte, ushort>(samples))
        {
            var value = layout[word];
            if ((value < least || value > most) && !padding.Contains(value))
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }

        return least <= most ? (least, most) : (layout.Least, layout.Most); // nothing but padding
    }
}
