using System.Runtime.InteropServices;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Imaging.Codecs.Interop;

namespace ImagingGateway.Imaging.Codecs.Jpeg;

/// <summary>
/// All of JPEG (PS3.5 8.2.1). The codestream's own process decides, not the transfer syntax: files with the wrong one occur.
/// Eight-bit DCT goes through libjpeg-turbo; 12 bits, and everything lossless, are managed.
/// </summary>
internal sealed unsafe class JpegCodec : IFrameCodec
{
    /// <summary>libjpeg-turbo can decode at 1/2, 1/4 and 1/8.</summary>
    private const int MostHalvings = 3;

    /// <summary>Nothing is lost without libjpeg-turbo but speed, and a step or two where chrominance was halved.</summary>
    public NativeLibraryFile? Library => null;

    public bool IsNative(ReadOnlySpan<byte> frame) => IsForTurbo(JpegHeader.Read(frame).Frame);

    public DecodedFrame Decode(PixelDescription description, ReadOnlyMemory<byte> frame, FrameSource source)
    {
        var jpeg = frame.Span;
        var header = JpegHeader.Read(jpeg);
        FrameLimits.CheckSize(description, header.Frame.Columns, header.Frame.Rows, header.Frame.Components.Length);
        var isYCbCr = header.Frame.Components.Length == 3 && header.IsYCbCr(description.PhotometricInterpretation);
        switch (header.Frame.Process)
        {
            case JpegMarker.Sof3:
                return LosslessJpegDecoder.Decode(description, jpeg, header.Frame);
            case JpegMarker.Sof0 or JpegMarker.Sof1 or JpegMarker.Sof2:
                var named = header.Frame.Components.Length == 3
                    ? description with { PhotometricInterpretation = isYCbCr ? "YBR_FULL" : "RGB" }
                    : description;
                return IsForTurbo(header.Frame)
                    ? Turbo(FrameLimits.Halve(named, Math.Clamp(source.Reduction, 0, MostHalvings)), jpeg, isYCbCr && source.PreferRgb)
                    : DctJpegDecoder.Decode(named, jpeg, header.Frame, isYCbCr && source.PreferRgb);
            default:
                throw FrameLimits.Broken($"the JPEG is of a kind that DICOM does not use (SOF{header.Frame.Process & 15})");
        }
    }

    private static bool IsForTurbo(JpegFrame frame) =>
        frame is { Process: JpegMarker.Sof0 or JpegMarker.Sof1 or JpegMarker.Sof2, Precision: 8, Components.Length: 1 or 3 } && NativeLibraries.TurboJpeg.IsPresent;

    private static DecodedFrame Turbo(PixelDescription description, ReadOnlySpan<byte> jpeg, bool convert)
    {
        var isColour = description.SamplesPerPixel == 3;
        var plain = JpegColour.Restate(jpeg, isColour && convert);
        var samples = GC.AllocateUninitializedArray<byte>((int)FrameLimits.SampleCount(description));
        var handle = TurboJpeg.InitDecompress();
        try
        {
            fixed (byte* from = plain, to = samples)
            {
                var result = TurboJpeg.Decompress(
                    handle, from, new CULong((nuint)plain.Length), to, description.Columns, description.Columns * description.SamplesPerPixel,
                    description.Rows, isColour ? TurboJpeg.PixelFormatRgb : TurboJpeg.PixelFormatGrey, TurboJpeg.FlagAccurateDct | TurboJpeg.FlagLimitScans);
                if (result != 0 && !IsHarmless(handle))
                    throw FrameLimits.Broken($"the JPEG is damaged ({TurboJpeg.LastError(handle)})");
            }
        }
        finally
        {
            _ = TurboJpeg.Destroy(handle);
        }

        var photometric = isColour && convert ? "RGB" : description.PhotometricInterpretation;
        return SampleContainer.Fit(description with { PhotometricInterpretation = photometric }, samples, 8);
    }

    /// <summary>A warning that leaves every pixel as coded; a picture that ends in grey is not shown as if it were whole.</summary>
    private static bool IsHarmless(nint handle)
    {
        if (TurboJpeg.ErrorCode(handle) != TurboJpeg.ErrorWarning)
            return false;
        var text = TurboJpeg.LastError(handle);
        return text.Contains("extraneous bytes", StringComparison.Ordinal) || text.Contains("JFIF", StringComparison.Ordinal);
    }
}
