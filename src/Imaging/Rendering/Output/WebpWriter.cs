using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Codecs.Interop;

namespace ImagingGateway.Imaging.Rendering.Output;

/// <summary>Lossy WebP through libwebp, where the distribution has it.</summary>
internal static unsafe class WebpWriter
{
    private const int MostPixels = 16383; // of a side, by the format

    /// <exception cref="UndecodableFrameException">The library is missing, or the picture is too large for WebP.</exception>
    public static byte[] Write(Raster raster, int quality)
    {
        NativeLibraries.WebP.Demand();
        if (raster.Width > MostPixels || raster.Height > MostPixels)
            throw FrameLimits.Broken($"{raster.Width} x {raster.Height} pixels are too many for WebP");
        byte* output = null;
        fixed (byte* rgb = raster.Channels == 3 ? raster.Pixels : Repeat(raster))
        {
            var length = WebP.EncodeRgb(rgb, raster.Width, raster.Height, raster.Width * 3, Math.Clamp(quality, 1, 100), &output);
            try
            {
                return length > 0 ? new ReadOnlySpan<byte>(output, (int)length).ToArray() : throw FrameLimits.Broken($"the WebP could not be written");
            }
            finally
            {
                WebP.Free(output);
            }
        }
    }

    private static byte[] Repeat(Raster grey)
    {
        var rgb = new byte[grey.Length * 3];
        for (int i = 0, to = 0; i < grey.Length; i++, to += 3)
            rgb[to] = rgb[to + 1] = rgb[to + 2] = grey.Pixels[i];
        return rgb;
    }
}
