using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Maintenance;

/// <summary>What deletion needs of the index.</summary>
public interface IDeletionIndex
{
    /// <summary>Null for a study that is not there.</summary>
    Task<DeletionStanding?> FindAsync(Uid study, CancellationToken cancellationToken);

    Task SetRetentionClassAsync(Uid study, string name, string actor, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Places a legal hold, or lifts it with a null reason.</summary>
    /// <returns>False when there is no such study (any more): none is placed then.</returns>
    Task<bool> SetHoldAsync(Uid study, string? reason, string actor, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Marks a study as it is now, or takes the mark back with null.</summary>
    /// <returns>False when there is no such study (any more).</returns>
    Task<bool> MarkAsync(Uid study, DeletionMark? mark, CancellationToken cancellationToken);

    /// <summary>Studies whose purge is due.</summary>
    Task<IReadOnlyList<Uid>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Removes every row of a marked study in one transaction and has its objects removed after <paramref name="grace"/>. Does nothing when the mark or
    /// the absence of a hold no longer stands, or when something arrived since.
    /// </summary>
    Task<PurgeOutcome> PurgeAsync(Uid study, DateTimeOffset now, TimeSpan grace, CancellationToken cancellationToken);
}

/// <summary>What became of a purge.</summary>
/// <param name="Result">Done or why not.</param>
/// <param name="Instances">Removed.</param>
/// <param name="PacksToRewrite">Packs that hold bytes of the study beside others'.</param>
public sealed record PurgeOutcome(PurgeResult Result, int Instances, IReadOnlyList<string> PacksToRewrite)
{
    /// <summary>Names of the bytes that were removed.</summary>
    public IReadOnlyCollection<string> ObjectKeys { get; init; } = [];
}

/// <summary>The ends of a purge.</summary>
public enum PurgeResult
{
    Purged,

    /// <summary>Not there, or not marked (any more), or not yet due, or under hold.</summary>
    NotAllowed,

    /// <summary>Images arrived after the study was marked: a person must look again.</summary>
    HasGrown,

    /// <summary>Another study claims one of its SOP Instance UIDs; purging would take that one's images along.</summary>
    IsContested,
}
