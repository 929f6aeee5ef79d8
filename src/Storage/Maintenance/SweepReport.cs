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

    /// <summary>Objects that could not be removed or looked into. They stay; the next sweep tries again.</summary>
    public IReadOnlyList<string> Failed { get; init; } = [];

    /// <summary>Why the first of them could not.</summary>
    public string? Failure { get; init; }

    internal SweepReport Without(string name, Exception problem) => this with { Failed = [.. Failed, name], Failure = Failure ?? problem.Message };
}
