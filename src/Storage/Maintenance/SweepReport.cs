namespace ImagingGateway.Storage.Maintenance;

/// <summary>What a sweep found.</summary>
public sealed record SweepReport
{
    /// <summary>Objects looked at.</summary>
    public long Objects { get; init; }

    /// <summary>Removed now, because they were deleted or found superfluous before.</summary>
    public long Removed { get; init; }

    /// <summary>Found superfluous; removed by a later sweep.</summary>
    public long Superfluous { get; init; }

    /// <summary>Packs written anew because much of them was in vain.</summary>
    public long Repacked { get; init; }

    /// <summary>Objects that hold something the index does not know. They stay; <c>rebuild-index</c> takes them in.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];
}
