using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Rendering.Grey;

namespace ImagingGateway.Imaging.Rendering.Colour;

/// <summary>Three samples per pixel to 8-bit RGB.</summary>
internal static class ColourRenderer
{
    /// <exception cref="UndecodableFrameException">A colour model that is not known.</exception>
    public static Raster Render(DecodedFrame frame)
    {
        var d = frame.Description;
        if (d.SamplesPerPixel != 3)
            throw new UndecodableFrameException($"Images with {d.SamplesPerPixel} samples per pixel ({d.PhotometricInterpretation}) are kept but not shown: download the original.");
        var bytes = ToBytes(frame);
        var conversion = d.PhotometricInterpretation switch
        {
            "YBR_FULL" => YbrConversion.Full,
            "YBR_PARTIAL_422" or "YBR_PARTIAL_420" => YbrConversion.Partial,
            _ => null, // RGB, and what a decoder has already turned into it
        };
        conversion?.Convert(bytes, bytes);
        return new Raster(bytes, d.Columns, d.Rows, 3);
    }

    /// <summary>The eight most significant stored bits of every sample.</summary>
    private static byte[] ToBytes(DecodedFrame frame)
    {
        var (layout, container) = (StoredValue.Of(frame.Description), frame.Description.BitsAllocated / 8);
        var samples = frame.Samples.Span;
        if (container == 1 && layout.Bits == 8)
            return samples.ToArray();
        var bytes = new byte[FrameLimits.SampleCount(frame.Description)];
        var most = (1UL << Math.Min(layout.Bits, 63)) - 1;
        for (var i = 0; i < bytes.Length; i++)
        {
            ulong value = 0;
            for (var b = container - 1; b >= 0; b--)
                value = (value << 8) | samples[(i * container) + b];
            value = (value >> layout.Shift) & most;
            bytes[i] = (byte)(layout.Bits >= 8 ? value >> (layout.Bits - 8) : value * 255 / most);
        }

        return bytes;
    }
}
