using ImagingGateway.Storage.Index.Publication;
using ImagingGateway.Storage.Index.Reading;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Storage.Index.Searching;

/// <summary>
/// Finds the rarest thing asked for. Counting stops at <see cref="Rare"/>, so choosing costs the same in a small archive and in a
/// big one; what is more frequent than that is met soon when walking newest first.
/// </summary>
internal sealed class IndexEntryChooser(IIndexBackend backend)
{
    private const int Rare = 30_000;
    private const int MostWords = 500;
    private const int MostProbes = 32;

    /// <summary>The entry for pieces each of which every answer must have; each piece is given with its kind, alternatives joined.</summary>
    public async Task<IndexEntry> ChooseAsync(IEnumerable<IReadOnlyList<(TermKind Kind, WordPiece Piece)>> required, CancellationToken cancellationToken)
    {
        var sets = new List<(IReadOnlyList<long> Terms, int Count)>();
        foreach (var alternatives in required)
        {
            var terms = await TermsAsync(alternatives, cancellationToken);
            if (terms is null)
                continue;
            if (terms.Count == 0)
                return new IndexEntry.Nowhere();
            var count = await CountAsync(terms, cancellationToken);
            if (count == 0)
                return new IndexEntry.Nowhere();
            sets.Add((terms, count));
        }

        // Several frequent terms would have to be sorted together; one is in order already.
        var usable = sets.Where(set => set.Count <= Rare || set.Terms.Count == 1).ToList();
        if (usable.Count == 0)
            return new IndexEntry.ByConditions();
        var driver = usable.MinBy(set => set.Count);
        return new IndexEntry.ByTerms(
            driver.Terms, [.. sets.Where(set => set != driver && set.Terms.Count <= MostProbes).Select(set => set.Terms)], driver.Count <= Rare);
    }

    // Null when too many words fit: such a piece narrows nothing.
    private async Task<IReadOnlyList<long>?> TermsAsync(IReadOnlyList<(TermKind Kind, WordPiece Piece)> alternatives, CancellationToken cancellationToken)
    {
        var found = new HashSet<long>();
        foreach (var (kind, piece) in alternatives)
        {
            var sql = new SqlBuilder(backend);
            sql.And($"kind = {sql.Value((int)kind)}");
            if (piece is { BeginsWord: true, EndsWord: true })
                sql.And($"word = {sql.Value(piece.Text)}");
            else if (piece.BeginsWord)
                sql.And(KeyCondition.BeginsWith("word", piece.Text, sql));
            else
                sql.And($"word like {sql.Value(new TextPattern($"*{piece.Text}{(piece.EndsWord ? string.Empty : "*")}").ToLike())} escape '\\'");
            found.UnionWith(await sql.ReadAsync($"select id from terms {sql.Where} limit {MostWords}", row => row.GetInt64(0), cancellationToken));
            if (found.Count >= MostWords)
                return null;
        }

        return [.. found];
    }

    private async Task<int> CountAsync(IReadOnlyList<long> terms, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        var counted = await sql.ReadAsync(
            $"select count(*) from (select 1 from postings where {sql.AnyOf("term_key", terms)} limit {Rare + 1}) counted", row => row.GetInt32(0), cancellationToken);
        return counted[0];
    }
}
