using System.Buffers;
using System.Runtime.InteropServices;
using ImagingGateway.Imaging.Codecs.Interop;

namespace ImagingGateway.Imaging.Codecs.Jpeg;

/// <summary>Baseline JPEG of 8-bit grey or RGB through libjpeg-turbo.</summary>
internal static unsafe class TurboJpegCompressor
{
    /// <param name="pixels">Rows without padding, samples interleaved.</param>
    /// <param name="sampling">A TurboJPEG sampling, for colour.</param>
    /// <param name="quality">1 to 100.</param>
    /// <exception cref="UndecodableFrameException">The library is missing, or the picture is too large for JPEG.</exception>
    public static byte[] Compress(ReadOnlySpan<byte> pixels, int width, int height, bool isGrey, int sampling, int quality)
    {
        NativeLibraries.TurboJpeg.Demand();
        sampling = isGrey ? TurboJpeg.SamplingGrey : sampling;
        var room = TurboJpeg.BufferSize(width, height, sampling).Value;
        if (room is 0 or > int.MaxValue)
            throw FrameLimits.Broken($"{width} x {height} pixels are too many for JPEG");
        var buffer = ArrayPool<byte>.Shared.Rent((int)room);
        var handle = TurboJpeg.InitCompress();
        try
        {
            fixed (byte* from = pixels, to = buffer)
            {
                var (output, length) = ((nint)to, new CULong((nuint)buffer.Length));
                var result = TurboJpeg.Compress(
                    handle, from, width, isGrey ? width : width * 3, height, isGrey ? TurboJpeg.PixelFormatGrey : TurboJpeg.PixelFormatRgb,
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
