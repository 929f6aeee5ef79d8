using ImagingGateway.Dicom.PixelData;

namespace ImagingGateway.Imaging.Codecs.NativeFormat;

/// <summary>Uncompressed YBR_FULL_422: two luminance samples share one pair of chrominance samples (PS3.3 C.7.6.3.1.2).</summary>
internal static class ChromaHalving
{
    /// <summary>Declared 4:2:2 and too short to be 4:4:4: some writers declare one and store the other; the length tells.</summary>
    public static bool Applies(PixelDescription description, int length) =>
        description is { SamplesPerPixel: 3, BitsAllocated: 8, PhotometricInterpretation: "YBR_FULL_422" or "YBR_PARTIAL_422" }
        && length < FrameLimits.SampleCount(description);

    /// <summary>Bytes of one such frame.</summary>
    public static long FrameLength(PixelDescription description) => ((long)description.Rows * description.Columns + 1) / 2 * 4;

    /// <summary>Repeats each Cb and Cr for both pixels of the pair: Y1 Y2 Cb Cr becomes Y1 Cb Cr Y2 Cb Cr.</summary>
    public static DecodedFrame Widen(PixelDescription description, ReadOnlySpan<byte> halved)
    {
        var wide = new byte[FrameLimits.SampleCount(description)];
        for (int from = 0, to = 0; to < wide.Length; from += 4, to += 6)
        {
            (wide[to], wide[to + 1], wide[to + 2]) = (halved[from], halved[from + 2], halved[from + 3]);
            if (to + 5 < wide.Length)
                (wide[to + 3], wide[to + 4], wide[to + 5]) = (halved[from + 1], halved[from + 2], halved[from + 3]);
        }

        return new DecodedFrame(description with { PlanarConfiguration = 0 }, wide);
    }
}
