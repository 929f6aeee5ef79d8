using ImagingGateway.Imaging.Codecs.Interop;
using ImagingGateway.Imaging.Codecs.Jpeg;

namespace ImagingGateway.Imaging.Rendering.Output;

/// <summary>Baseline JPEG for a browser.</summary>
internal static class JpegWriter
{
    /// <summary>From this quality on colour keeps its full resolution.</summary>
    private const int FullColourQuality = 90;

    /// <param name="quality">1 to 100.</param>
    public static byte[] Write(Raster raster, int quality) => TurboJpegCompressor.Compress(
        raster.Pixels.AsSpan(0, raster.Length), raster.Width, raster.Height, raster.Channels == 1,
        quality >= FullColourQuality ? TurboJpeg.Sampling444 : TurboJpeg.Sampling420, quality);
}
