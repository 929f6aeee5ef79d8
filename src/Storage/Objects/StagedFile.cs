using ImagingGateway.Storage.Ingest;

namespace ImagingGateway.Storage.Objects;

/// <summary>A flushed spool file and the key under which it shall rest.</summary>
public sealed record StagedFile(string Key, string Path)
{
    /// <summary>Of the file, 64 lower-case hexadecimal digits; checked on the bytes sent to a store that copies. Null: not known.</summary>
    public string? Sha256 { get; init; }

    /// <summary>When it was acknowledged; kept with the object.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>Through which door; kept with the object where the store can.</summary>
    public InstanceSource? Source { get; init; }
}
