using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Transcoding;

/// <summary>Settings of the section <c>Transcoding</c>.</summary>
public sealed record TranscodingOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Transcoding";

    /// <summary>Instances and frames may be sent as JPEG baseline to a client that names that transfer syntax; they are then marked as lossy and
    /// carry a new SOP Instance UID. Never chosen by the gateway itself.</summary>
    public bool AllowLossy { get; init; }

    /// <summary>Greatest size of the web cache in bytes; 0 keeps nothing.</summary>
    public long CacheBytes { get; init; } = 20L << 30;

    /// <summary>Frames for the web are made when studies arrive; else when first looked at.</summary>
    public bool FillCache { get; init; } = true;

    /// <summary>Studies in which nothing changed for so many days are compressed without loss; 0: never.</summary>
    public int CompressAfterDays { get; init; }

    /// <summary>Into which syntax: <c>jpeg-ls</c>, <c>jpeg-2000</c> or <c>htj2k</c>. Peers that do not read it are sent an uncompressed copy.</summary>
    public string CompressTo { get; init; } = "jpeg-ls";

    /// <summary>How many days the bytes as received stay beside the compressed ones, so that a backup of the index of that age still finds them.</summary>
    public int KeepOriginalDays { get; init; } = 14;

    /// <summary>The transfer syntax that <see cref="CompressTo"/> names.</summary>
    public TransferSyntax CompressionSyntax => TransferSyntax.Of(new Uid(Syntaxes.GetValueOrDefault(CompressTo, Syntaxes["jpeg-ls"])));

    private static readonly Dictionary<string, string> Syntaxes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["jpeg-ls"] = "1.2.840.10008.1.2.4.80",
        ["jpeg-2000"] = "1.2.840.10008.1.2.4.90",
        ["htj2k"] = "1.2.840.10008.1.2.4.202",
    };

    /// <summary>What is wrong with these settings, one sentence each, English then Vietnamese.</summary>
    public IEnumerable<string> Validate()
    {
        if (CacheBytes < 0)
            yield return $"Transcoding:CacheBytes is {CacheBytes}; give the number of bytes the web cache may take, or 0 for none. / Transcoding:CacheBytes phải là số byte, hoặc 0 nếu không dùng.";
        if (CompressAfterDays < 0)
            yield return $"Transcoding:CompressAfterDays is {CompressAfterDays}; give a number of days, or 0 to compress nothing. / Transcoding:CompressAfterDays phải là số ngày, hoặc 0 nếu không nén.";
        if (KeepOriginalDays < 1)
            yield return $"Transcoding:KeepOriginalDays is {KeepOriginalDays}; give at least 1 day. / Transcoding:KeepOriginalDays phải từ 1 ngày trở lên.";
        if (!Syntaxes.ContainsKey(CompressTo))
            yield return $"Transcoding:CompressTo is '{CompressTo}'; write jpeg-ls, jpeg-2000 or htj2k. / Transcoding:CompressTo phải là jpeg-ls, jpeg-2000 hoặc htj2k.";
    }
}
