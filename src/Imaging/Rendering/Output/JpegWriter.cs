using System.Buffers;
using System.Runtime.InteropServices;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Codecs.Interop;

namespace ImagingGateway.Imaging.Rendering.Output;

/// <summary>Baseline JPEG through libjpeg-turbo.</summary>
internal static unsafe class JpegWriter
{
    /// <summary>From this quality on colour keeps its full resolution.</summary>
    private const int FullColourQuality = 90;

    /// <param name="quality">1 to 100.</param>
    /// <exception cref="UndecodableFrameException">The library is missing, or the picture is too large for JPEG.</exception>
    public static byte[] Write(Raster raster, int quality)
    {
        NativeLibraries.TurboJpeg.Demand();
        var isGrey = raster.Channels == 1;
        var sampling = isGrey ? TurboJpeg.SamplingGrey : quality >= FullColourQuality ? TurboJpeg.Sampling444 : TurboJpeg.Sampling420;
        var room = TurboJpeg.BufferSize(raster.Width, raster.Height, sampling).Value;
        if (room is 0 or > int.MaxValue)
            throw FrameLimits.Broken($"{raster.Width} x {raster.Height} pixels are too many for JPEG");
        var buffer = ArrayPool<byte>.Shared.Rent((int)room);
        var handle = TurboJpeg.InitCompress();
        try
        {
            fixed (byte* from = raster.Pixels, to = buffer)
            {
                var (output, length) = ((nint)to, new CULong((nuint)buffer.Length));
                var result = TurboJpeg.Compress(
                    handle, from, raster.Width, raster.Stride, raster.Height, isGrey ? TurboJpeg.PixelFormatGrey : TurboJpeg.PixelFormatRgb,
                    (byte**)&output, &length, sampling, Math.Clamp(quality, 1, 100), TurboJpeg.FlagNoRealloc);
                return result == 0
                    ? buffer.AsSpan(0, (int)length.Value).ToArray()
                    : throw FrameLimits.Broken($"the JPEG could not be written ({TurboJpeg.LastError(handle)})");
            }
        }
        finally
        {
            _ = TurboJpeg.Destroy(handle);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
