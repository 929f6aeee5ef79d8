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

    /// <summary>Packs that hold bytes of a study.</summary>
    Task<IReadOnlyList<string>> PacksAsync(Uid study, CancellationToken cancellationToken);

    /// <summary>
    /// Removes every row of a marked study in one transaction and has its objects removed after <paramref name="grace"/>. Does nothing when the mark or
    /// the absence of a hold no longer stands, when something arrived since, or when <paramref name="mayGo"/> says no; that is asked while the study's row is locked.
    /// </summary>
    /// <param name="study">Which.</param>
    /// <param name="now">The time.</param>
    /// <param name="grace">For readers that know an old place.</param>
    /// <param name="seen">Packs of which everything is known; another is left to a sweep, which looks at what else it holds.</param>
    /// <param name="mayGo">The last word.</param>
    /// <param name="cancellationToken">Gives up before the transaction ends.</param>
    Task<PurgeOutcome> PurgeAsync(Uid study, DateTimeOffset now, TimeSpan grace, IReadOnlyCollection<string> seen, Func<Task<bool>> mayGo, CancellationToken cancellationToken);
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

    /// <summary>Not there, or not marked (any more), or not yet due, or under hold, or needed by somebody.</summary>
    NotAllowed,

    /// <summary>Images arrived after the study was marked: a person must look again.</summary>
    HasGrown,

    /// <summary>Another study claims one of its SOP Instance UIDs; purging would take that one's images along.</summary>
    IsContested,

    /// <summary>The object store holds images of it that the index does not know: nobody has seen them.</summary>
    HasUnseen,
}
