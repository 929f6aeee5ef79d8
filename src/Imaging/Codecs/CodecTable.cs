using System.Collections.Frozen;
using ImagingGateway.Imaging.Codecs.HtJ2k;
using ImagingGateway.Imaging.Codecs.Jpeg;
using ImagingGateway.Imaging.Codecs.Jpeg2000;
using ImagingGateway.Imaging.Codecs.JpegLs;
using ImagingGateway.Imaging.Codecs.NativeFormat;
using ImagingGateway.Imaging.Codecs.Rle;

namespace ImagingGateway.Imaging.Codecs;

/// <summary>Which codec reads which transfer syntax (PS3.5 section 8.2 and annex A), and why some are read by none.</summary>
internal static class CodecTable
{
    private static readonly IFrameCodec LittleEndian = new NativeFormatCodec(isBigEndian: false);
    private static readonly IFrameCodec BigEndian = new NativeFormatCodec(isBigEndian: true);
    private static readonly IFrameCodec Jpeg = new JpegCodec();
    private static readonly IFrameCodec JpegLs = new JpegLsCodec();
    private static readonly IFrameCodec Jpeg2000 = new Jpeg2000Codec();
    private static readonly IFrameCodec HtJ2k = new HtJ2kCodec(new Jpeg2000Codec());
    private static readonly IFrameCodec Rle = new RleCodec();

    /// <summary>The codec for native pixel data, also for files that carry native bytes under a compressed syntax.</summary>
    public static IFrameCodec Native => LittleEndian;

    public static FrozenDictionary<string, IFrameCodec> Codecs { get; } = new Dictionary<string, IFrameCodec>(StringComparer.Ordinal)
    {
        ["1.2.840.10008.1.2"] = LittleEndian,
        ["1.2.840.10008.1.2.1"] = LittleEndian,
        ["1.2.840.10008.1.2.1.99"] = LittleEndian,
        ["1.2.840.10008.1.2.2"] = BigEndian,
        ["1.2.840.113619.5.2"] = BigEndian, // GE private: little endian header, big endian pixel data
        ["1.2.840.10008.1.2.4.50"] = Jpeg, // baseline, process 1
        ["1.2.840.10008.1.2.4.51"] = Jpeg, // extended, processes 2 and 4
        ["1.2.840.10008.1.2.4.53"] = Jpeg, // spectral selection, processes 6 and 8 (retired)
        ["1.2.840.10008.1.2.4.55"] = Jpeg, // full progression, processes 10 and 12 (retired)
        ["1.2.840.10008.1.2.4.57"] = Jpeg, // lossless, process 14
        ["1.2.840.10008.1.2.4.70"] = Jpeg, // lossless, process 14 selection value 1
        ["1.2.840.10008.1.2.4.80"] = JpegLs,
        ["1.2.840.10008.1.2.4.81"] = JpegLs,
        ["1.2.840.10008.1.2.4.90"] = Jpeg2000,
        ["1.2.840.10008.1.2.4.91"] = Jpeg2000,
        ["1.2.840.10008.1.2.4.92"] = Jpeg2000, // part 2 multi-component: read when it uses no part 2 transform
        ["1.2.840.10008.1.2.4.93"] = Jpeg2000,
        ["1.2.840.10008.1.2.4.201"] = HtJ2k, // HTJ2K lossless
        ["1.2.840.10008.1.2.4.202"] = HtJ2k, // HTJ2K lossless RPCL
        ["1.2.840.10008.1.2.4.203"] = HtJ2k, // HTJ2K
        ["1.2.840.10008.1.2.5"] = Rle,
        ["1.2.840.10008.1.2.8.1"] = new DeflatedFrameCodec(),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Why a syntax without codec is not decoded here.</summary>
    public static string Refusal(string uid) => uid switch
    {
        "1.2.840.10008.1.2.4.94" or "1.2.840.10008.1.2.4.95" or "1.2.840.10008.1.2.4.204" or "1.2.840.10008.1.2.4.205" =>
            "The image lies on another server (JPIP) and is not in this file: open it there.",
        "1.2.840.10008.1.2.4.110" or "1.2.840.10008.1.2.4.111" or "1.2.840.10008.1.2.4.112" =>
            "The image is coded as JPEG XL, which the gateway keeps but cannot show yet: download the original.",
        _ when uid.StartsWith("1.2.840.10008.1.2.4.10", StringComparison.Ordinal) =>
            "This is a video (MPEG-2, MPEG-4 or HEVC): play it, or download the original; single frames are not decoded.",
        _ => $"The image is coded in the transfer syntax {uid}, which the gateway keeps but cannot show: download the original.",
    };
}
