using System.Globalization;
using ImagingGateway.Storage.Index.Reading;

namespace ImagingGateway.Storage.Index.Searching;

/// <summary>
/// Row ids of the studies behind some terms, newest first, page by page. Touches nothing but the clustered table of postings, in
/// which each term's studies lie in order: reading stops when enough are found.
/// </summary>
internal sealed class StudyKeys(IIndexBackend backend, IndexEntry.ByTerms entry, long? newest, long? oldest)
{
    private const int FirstPage = 200;
    private const int LargestPage = 5_000;

    private int _size = FirstPage;
    private (long SortKey, long Id)? _last;
    private bool _ended;

    /// <summary>The next ids; empty when there are no more.</summary>
    public async Task<IReadOnlyList<long>> NextAsync(CancellationToken cancellationToken)
    {
        if (_ended)
            return [];
        var sql = new SqlBuilder(backend);
        Restrict(sql, entry);
        if (newest is { } to)
            sql.And($"x.sort_key <= {sql.Value(to)}");
        if (oldest is { } from)
            sql.And($"x.sort_key >= {sql.Value(from)}");
        if (_last is { } last)
            sql.And($"(x.sort_key, x.study_key) < ({sql.Value(last.SortKey)}, {sql.Value(last.Id)})");
        var distinct = entry.Driver.Count > 1 ? "distinct " : string.Empty;
        var page = await sql.ReadAsync(
            $"select {distinct}x.sort_key, x.study_key from postings x {sql.Where} order by x.sort_key desc, x.study_key desc limit {_size.ToString(CultureInfo.InvariantCulture)}",
            row => (SortKey: row.GetInt64(0), Id: row.GetInt64(1)), cancellationToken);
        _ended = page.Count < _size;
        if (page.Count > 0)
            _last = page[^1];
        _size = Math.Min(LargestPage, _size * 4);
        return page.ConvertAll(row => row.Id);
    }

    /// <summary>
    /// Conditions on postings <c>x</c>, probed one by one. Not <c>exists</c>: PostgreSQL, which does not know how frequent a word is, makes a hash of
    /// all studies of the other word of it (0.6 s at a million studies instead of 10 ms).
    /// </summary>
    public static void Restrict(SqlBuilder sql, IndexEntry.ByTerms entry)
    {
        sql.And(sql.AnyOf("x.term_key", entry.Driver));
        foreach (var other in entry.Others)
            sql.And($"(select 1 from postings o where {sql.AnyOf("o.term_key", other)} and o.sort_key = x.sort_key and o.study_key = x.study_key limit 1) is not null");
    }
}
