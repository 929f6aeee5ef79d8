using System.Runtime.InteropServices;
using ImagingGateway.Dicom.PixelData;

namespace ImagingGateway.Imaging.Codecs.Jpeg2000;

/// <summary>Samples as the wavelet encoders take them: signs extended through the container, nothing above bits stored.</summary>
/// <param name="description">The image pixel module after encoding.</param>
/// <param name="isRgb">To be coded through the reversible colour transform.</param>
/// <param name="bits">Bits stored.</param>
internal readonly ref struct WaveletSamples(ReadOnlySpan<byte> bytes, PixelDescription description, bool isRgb, int bits)
{
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public PixelDescription Description { get; } = description;

    public bool IsRgb { get; } = isRgb;

    public int Bits { get; } = bits;

    /// <exception cref="NotSupportedException">Samples of this layout are not coded.</exception>
    public static WaveletSamples Of(DecodedFrame frame, string format)
    {
        var d = frame.Description;
        var layout = StoredValue.Of(d);
        if (d.BitsAllocated is not (8 or 16) || d.SamplesPerPixel is not (1 or 3) || layout.Bits < 2 || layout.Shift != 0)
            throw new NotSupportedException($"{format} is not written for {d.SamplesPerPixel} samples of {d.BitsStored} in {d.BitsAllocated} bits.");
        var isRgb = d is { SamplesPerPixel: 3, PhotometricInterpretation: "RGB" };
        var unused = d.BitsAllocated - layout.Bits;
        var samples = frame.Samples.Span[..(int)d.FrameLength];
        // PS3.5 8.2.4: the transform makes YBR_RCT of RGB; other colour is coded component by component under its own name
        return new WaveletSamples(unused == 0 ? samples : Fit(samples.ToArray(), d, unused), isRgb ? d with { PhotometricInterpretation = "YBR_RCT" } : d, isRgb, layout.Bits);
    }

    private static byte[] Fit(byte[] samples, PixelDescription description, int unused)
    {
        if (description.BitsAllocated == 8)
        {
            foreach (ref var sample in samples.AsSpan())
                sample = description.IsSigned ? (byte)((sbyte)(sample << unused) >> unused) : (byte)((byte)(sample << unused) >> unused);
            return samples;
        }

        foreach (ref var sample in MemoryMarshal.Cast<byte, ushort>(samples.AsSpan()))
            sample = description.IsSigned ? (ushort)((short)(sample << unused) >> unused) : (ushort)((ushort)(sample << unused) >> unused);
        return samples;
    }
}
