namespace ImagingGateway.Storage.Index.Searching;

/// <summary>Where a search enters the index.</summary>
internal abstract record IndexEntry
{
    /// <summary>The conditions lead there by themselves, or studies are walked newest first.</summary>
    public sealed record ByConditions : IndexEntry;

    /// <summary>
    /// The studies that have one of the terms of <paramref name="Driver"/>, newest first, and one of each set of <paramref name="Others"/>.
    /// Candidates only: the conditions are checked on each.
    /// </summary>
    /// <param name="Driver">The rarest set.</param>
    /// <param name="Others">Told by bits or probed in the index before a study row is read.</param>
    /// <param name="IsRare">So few that all of them may be gathered.</param>
    public sealed record ByTerms(IReadOnlyList<long> Driver, IReadOnlyList<TermSet> Others, bool IsRare) : IndexEntry;

    /// <summary>A word occurs nowhere: no answers.</summary>
    public sealed record Nowhere : IndexEntry;
}
