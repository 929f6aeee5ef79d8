using ImagingGateway.Imaging.Codecs.Interop;

namespace ImagingGateway.Imaging.Codecs.Jpeg;

/// <summary>Writes JPEG baseline (process 1): 8-bit grey, or RGB as YBR_FULL_422.</summary>
internal sealed class JpegBaselineEncoder : IFrameEncoder
{
    public NativeLibraryFile? Library => NativeLibraries.TurboJpeg;

    public EncodedFrame Encode(DecodedFrame frame, int quality)
    {
        var d = frame.Description;
        var isGrey = d is { SamplesPerPixel: 1, BitsStored: > 1 } && d.PhotometricInterpretation != "PALETTE COLOR"; // neither indices nor single bits may be blended
        if (d.BitsAllocated != 8 || d.IsSigned || !(isGrey || d is { SamplesPerPixel: 3, PhotometricInterpretation: "RGB" }))
            throw new NotSupportedException($"JPEG baseline holds 8-bit grey or RGB, not {d.PhotometricInterpretation} of {d.BitsStored} bits.");
        var jpeg = TurboJpegCompressor.Compress(frame.Samples.Span[..(int)d.FrameLength], d.Columns, d.Rows, isGrey, TurboJpeg.Sampling422, quality);
        if ((jpeg.Length & 1) != 0)
            Array.Resize(ref jpeg, jpeg.Length + 1);
        return new EncodedFrame(isGrey ? d : d with { PhotometricInterpretation = "YBR_FULL_422" }, jpeg);
    }
}
