namespace ImagingGateway.Storage.Index.Searching;

/// <summary>Terms one of which a study must have.</summary>
/// <param name="Terms">Their row ids.</param>
/// <param name="Count">About how many studies have one.</param>
/// <param name="AreNameWords">All are words of the patient's name: <see cref="NameBits"/> tell.</param>
internal sealed record TermSet(IReadOnlyList<long> Terms, long Count, bool AreNameWords)
{
    /// <summary>More are not looked for one by one.</summary>
    private const int MostProbes = 32;

    public bool CanBeProbed => Terms.Count <= MostProbes;

    public double Share(double studies) => Math.Min(1, Count / Math.Max(1, studies));
}
