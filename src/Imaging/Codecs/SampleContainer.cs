using System.Runtime.InteropServices;
using ImagingGateway.Dicom.PixelData;

namespace ImagingGateway.Imaging.Codecs;

/// <summary>Fits samples as a codec made them into the container the header allocates.</summary>
internal static class SampleContainer
{
    /// <summary>
    /// Widens samples of <paramref name="precision"/> bits (one byte each up to 8, two above) to bits allocated, and extends the
    /// sign of signed ones, which JPEG and JPEG-LS do not know. 1-bit pixel data come out as one byte per sample.
    /// </summary>
    public static DecodedFrame Fit(PixelDescription description, byte[] samples, int precision)
    {
        var (coded, container) = (precision <= 8 ? 1 : 2, FrameLimits.ContainerBytes(description.BitsAllocated));
        if (precision > container * 8)
            throw FrameLimits.Broken($"the frame has {precision} bits per sample, the header allocates {description.BitsAllocated}");
        var fitted = container == coded ? samples : Widen(samples, coded, container);
        if (description.IsSigned && description.BitsStored is > 0 and < 16 && container == 2)
            ExtendSign(MemoryMarshal.Cast<byte, short>(fitted.AsSpan()), 16 - description.BitsStored);
        else if (description.IsSigned && description.BitsStored is > 0 and < 8 && container == 1)
            ExtendSign(MemoryMarshal.Cast<byte, sbyte>(fitted.AsSpan()), 8 - description.BitsStored);
        return new DecodedFrame(description with { BitsAllocated = container * 8, PlanarConfiguration = 0 }, fitted);
    }

    private static void ExtendSign(Span<short> samples, int unused)
    {
        foreach (ref var sample in samples)
            sample = (short)((short)(sample << unused) >> unused);
    }

    private static void ExtendSign(Span<sbyte> samples, int unused)
    {
        foreach (ref var sample in samples)
            sample = (sbyte)((sbyte)(sample << unused) >> unused);
    }

    private static byte[] Widen(byte[] samples, int from, int to)
    {
        var wide = new byte[samples.Length / from * to];
        if (from == 1 && to == 2)
        {
            var words = MemoryMarshal.Cast<byte, ushort>(wide.AsSpan());
            for (var i = 0; i < samples.Length; i++)
                words[i] = samples[i];
            return wide;
        }

        for (int source = 0, target = 0; source < samples.Length; source += from, target += to)
            samples.AsSpan(source, from).CopyTo(wide.AsSpan(target));
        return wide;
    }
}
