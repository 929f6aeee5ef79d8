using System.Runtime.InteropServices;
using ImagingGateway.Dicom.PixelData;

namespace ImagingGateway.Imaging.Codecs;

/// <summary>Fits samples as a codec made them into the container the header allocates.</summary>
internal static class SampleContainer
{
    /// <summary>Widens 1- or 2-byte samples to bits allocated; 1-bit pixel data comes out of a codec as one byte per sample.</summary>
    public static DecodedFrame Widen(PixelDescription description, byte[] samples, int codedBytes)
    {
        var container = FrameLimits.ContainerBytes(description.BitsAllocated);
        if (container < codedBytes)
            throw FrameLimits.Broken($"the frame has more bits per sample than the {description.BitsAllocated} the header allocates");
        var fitted = description with { BitsAllocated = container * 8 };
        return new DecodedFrame(fitted, container == codedBytes ? samples : Widen(samples, codedBytes, container));
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
