using ImagingGateway.Storage.Index.Publication;
using ImagingGateway.Storage.Index.Reading;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Storage.Index.Searching;

/// <summary>
/// Decides where a search enters the index: at the studies of a rare word, along those of a frequent one, or newest first through
/// all of them. What is frequent is met soon; what is rare is read whole.
/// </summary>
internal sealed class IndexEntryChooser
{
    private const int MostWords = 500;

    /// <summary>More studies are not gathered before the first answer.</summary>
    private const int MostGathered = 100_000;

    // Measured on both databases, in steps along a term's postings.
    private const double Sorting = 2;
    private const double Probing = 3;
    private const double ReadingStudy = 10;

    private readonly IIndexBackend _backend;
    private readonly ArchiveSize _size;
    private readonly TermCounts _counts;

    public IndexEntryChooser(IIndexBackend backend)
    {
        (_backend, _size) = (backend, new ArchiveSize(backend));
        _counts = new TermCounts(backend, _size);
    }

    /// <summary>The entry for pieces each of which every answer must have; each piece is given with its kind, alternatives joined.</summary>
    /// <param name="required">The pieces.</param>
    /// <param name="wanted">How many answers are wanted; null for all.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IndexEntry> ChooseAsync(
        IEnumerable<IReadOnlyList<(TermKind Kind, WordPiece Piece)>> required, int? wanted, CancellationToken cancellationToken)
    {
        var pieces = required.ToList();
        if (pieces.Count == 0)
            return new IndexEntry.ByConditions();
        var found = await TermsAsync(pieces, cancellationToken);
        var counts = await _counts.GetAsync(found.Where(terms => terms.Count < MostWords).SelectMany(terms => terms), cancellationToken);
        var sets = new List<TermSet>();
        for (var i = 0; i < pieces.Count; i++)
        {
            if (found[i].Count >= MostWords)
                continue; // so many words fit that the piece narrows nothing
            var count = found[i].Sum(term => counts[term]);
            if (count == 0)
                return new IndexEntry.Nowhere();
            sets.Add(new TermSet([.. found[i]], count, pieces[i].All(one => one.Kind == TermKind.NameWord)));
        }

        return sets.Count == 0 ? new IndexEntry.ByConditions() : Cheapest(sets, await _size.StudiesAsync(cancellationToken), wanted ?? double.PositiveInfinity);
    }

    private static IndexEntry Cheapest(List<TermSet> sets, double studies, double wanted)
    {
        var share = sets.Aggregate(1.0, (product, set) => product * set.Share(studies));
        IndexEntry best = new IndexEntry.ByConditions();
        var least = Math.Min(studies, wanted / share) * ReadingStudy;
        foreach (var driver in sets)
        {
            var others = sets.Where(set => set != driver && (set.AreNameWords || set.CanBeProbed)).ToList();
            var read = Math.Min(driver.Count, wanted / (share / driver.Share(studies)));
            var probes = others.Sum(set => set.CanBeProbed ? set.Terms.Count * (set.AreNameWords ? set.Share(studies) : 1) : 0);
            var cost = (read * (1 + (Probing * probes))) + (StudyKeys.CanMerge(driver.Terms) ? driver.Terms.Count : driver.Count * Sorting)
                + (Math.Min(driver.Count, wanted) * ReadingStudy);
            if (cost < least)
                (best, least) = (new IndexEntry.ByTerms(driver.Terms, others, driver.Count < MostGathered), cost);
        }

        return best;
    }

    // One statement for all pieces: on PostgreSQL each would be a round trip.
    private async Task<SortedSet<long>[]> TermsAsync(List<IReadOnlyList<(TermKind Kind, WordPiece Piece)>> pieces, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(_backend);
        var each = pieces.SelectMany((alternatives, place) => alternatives.Select(one => $"select {place}, x.id from (select id from terms where {Condition(one.Kind, one.Piece, sql)} limit {MostWords}) x"));
        var rows = await sql.ReadAsync(string.Join(" union all ", each.ToList()), row => (Place: row.GetInt32(0), Term: row.GetInt64(1)), cancellationToken);
        SortedSet<long>[] found = [.. pieces.Select(_ => new SortedSet<long>())];
        foreach (var (place, term) in rows)
            found[place].Add(term);
        return found;
    }

    private static string Condition(TermKind kind, WordPiece piece, SqlBuilder sql)
    {
        var word = piece switch
        {
            { BeginsWord: true, EndsWord: true } => $"word = {sql.Value(piece.Text)}",
            { BeginsWord: true } => KeyCondition.BeginsWith("word", piece.Text, sql),
            _ => $"word like {sql.Value(new TextPattern($"*{piece.Text}{(piece.EndsWord ? string.Empty : "*")}").ToLike())} escape '\\'",
        };
        return $"kind = {sql.Value((int)kind)} and {word}";
    }
}
