namespace ImagingGateway.Imaging.Tests.Corpora;

/// <summary>Files with expectations that we do not meet, each with its reason. A row that starts to decode fails too: take it out.</summary>
internal static class NotDecodable
{
    public static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        ["ts/jxl/us-27frames-jxl-recompression.dcm"] = "JPEG XL",
        ["ts/jxl/vl1-jxl-lossless-110.dcm"] = "JPEG XL",
    };

    /// <summary>Frames of otherwise good files.</summary>
    public static readonly Dictionary<(string Path, string Frame), string> Frames = new()
    {
        [("ts/jpeg/wsi-140tiles-ybr422.dcm", "139")] = "the tile at the edge is smaller than the header says",
    };

    /// <summary>Every file of the corpus whose first frame is refused, in ordinal order; an addition is a regression.</summary>
    public static readonly string[] WithoutThumbnail =
    [
        "quirks/made/deflated-truncated.dcm",
        "quirks/made/encap-color-declared-mono.dcm", // three components under a header that says one
        "quirks/made/encap-size-mismatch.dcm",
        "quirks/made/meta-ts-unknown.dcm",
        "quirks/made/pixels-one-row-short.dcm",
        "quirks/made/rle-truncated.dcm",
        "quirks/made/trunc-half-pixels.dcm",
        "quirks/made/trunc-last-byte.dcm",
        "quirks/real/hostile-65535x65535-no-data.dcm",
        "quirks/real/mr-truncated-pixels.dcm",
        "quirks/real/pixel-length-3gb-truncated",
        "ts/j2k/j2k-embedded-seqdelim-bytes.dcm", // no other decoder accepts it
        "ts/jxl/us-27frames-jxl-recompression.dcm",
        "ts/jxl/vl1-jxl-lossless-110.dcm",
        "ts/video/h264-hp41-mp4.dcm",
        "ts/video/hevc-main51.dcm",
        "ts/video/mpeg2-mpml.dcm",
        "ts/video/mpeg2-real-ps.dcm",
    ];

    /// <summary>Headers that describe no image; tolerant tools guessed.</summary>
    public static readonly HashSet<string> WithoutImage = ["quirks/made/rows-zero.dcm"];

    /// <summary>Colour that the tools left as YCbCr because the header says RGB; the codestream is 4:2:0 with JFIF, which no RGB is.</summary>
    public static readonly HashSet<string> MisdeclaredColour = ["ts/jpeg/rgb-jpeg-extended-8bit.dcm"];

    /// <summary>Where the tools that made the expectations are wrong by the standard.</summary>
    public static readonly Dictionary<string, string> Overruled = new(StringComparer.Ordinal)
    {
        // dcmrldec repeats after control byte 128, which is no operation (PS3.5 G.3.2): the pixels are those of its sister file
        ["quirks/made/rle-noop-byte-128.dcm"] = "quirks/made/rle-ok-literal.dcm",
    };
}
