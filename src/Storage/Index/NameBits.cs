namespace ImagingGateway.Storage.Index;

/// <summary>
/// The words of a patient's name as bits beside each posting of such a word, one bit for each word's term. While the studies of one word are read, those
/// that cannot have another word are passed over without a look elsewhere; some words share a bit, so what is left is asked for.
/// </summary>
internal static class NameBits
{
    /// <summary>Any word may be there: postings of other kinds.</summary>
    public const long Any = -1;

    private const int Count = 63;

    /// <summary>The bit of a term's row id; <see cref="IndexSchema"/> has the same in SQL.</summary>
    public static long Of(long term) => 1L << (int)(term % Count);

    public static long Of(IEnumerable<long> terms) => terms.Aggregate(0L, (bits, term) => bits | Of(term));
}
