using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Query;

/// <summary>A search at one level. Keys of outer levels may be given too (relational search).</summary>
/// <param name="Level">What one answer stands for.</param>
/// <param name="Matches">All must match.</param>
/// <param name="ReturnKeys">Attributes wanted in each answer; those the archive does not have come back empty.</param>
public sealed record IndexQuery(QueryLevel Level, IReadOnlyList<KeyMatch> Matches, IReadOnlyList<Tag> ReturnKeys)
{
    /// <summary>Return every attribute kept for the level (QIDO includefield=all).</summary>
    public bool ReturnAll { get; init; }

    public int Offset { get; init; }

    public int? Limit { get; init; }

    /// <summary>Person names match accent-insensitively in any word order even without wildcards.</summary>
    public bool FuzzyMatching { get; init; }

    /// <summary>Study date and study time ranges are one range from the first moment to the last (QIDO-RS always, C-FIND when negotiated, PS3.4 C.2.2.2.5).</summary>
    public bool CombinedDateTime { get; init; }

    /// <summary>When set, nothing outside these studies exists.</summary>
    public IReadOnlyList<Uid>? Scope { get; init; }
}
