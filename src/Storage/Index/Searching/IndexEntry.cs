namespace ImagingGateway.Storage.Index.Searching;

/// <summary>Where a search enters the index.</summary>
internal abstract record IndexEntry
{
    /// <summary>The conditions lead there by themselves, or studies are walked newest first.</summary>
    public sealed record ByConditions : IndexEntry;

    /// <summary>The studies of some rare terms, few enough to be sorted.</summary>
    public sealed record ByRareTerms(IReadOnlyList<long> Terms) : IndexEntry;

    /// <summary>The studies of one frequent term, read newest first.</summary>
    public sealed record ByFrequentTerm(long Term) : IndexEntry;

    /// <summary>A word occurs nowhere: no answers.</summary>
    public sealed record Nowhere : IndexEntry;
}
