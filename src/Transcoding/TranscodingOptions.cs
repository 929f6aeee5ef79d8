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

    /// <summary>What is wrong with these settings, one sentence each, English then Vietnamese.</summary>
    public IEnumerable<string> Validate()
    {
        if (CacheBytes < 0)
            yield return $"Transcoding:CacheBytes is {CacheBytes}; give the number of bytes the web cache may take, or 0 for none. / Transcoding:CacheBytes phải là số byte, hoặc 0 nếu không dùng.";
    }
}
