using System.Globalization;
using ImagingGateway.Storage.Index.Reading;

namespace ImagingGateway.Storage.Index.Searching;

/// <summary>
/// Row ids of the studies behind some terms, newest first, page by page. Touches nothing but the clustered table of postings, in
/// which each term's studies lie in order: reading stops when enough are found.
/// </summary>
/// <param name="backend">The index.</param>
/// <param name="entry">The terms.</param>
/// <param name="newest">Greatest sort key, or null.</param>
/// <param name="oldest">Least sort key, or null.</param>
/// <param name="areRows">Of each study one row is read: ever more of them may be given at a time.</param>
internal sealed class StudyKeys(IIndexBackend backend, IndexEntry.ByTerms entry, long? newest, long? oldest, bool areRows = false)
{
    private const int FirstPage = 200;
    private const int MostRows = 1_000;
    private const int LargestPage = 5_000;

    /// <summary>Terms whose studies are merged, term by term; more are sorted together.</summary>
    private const int MostMerged = 32;

    private int _size = FirstPage;
    private (long SortKey, long Id)? _last;
    private bool _ended;
    private List<long> _page = [];
    private int _given;
    private int _most = FirstPage;

    /// <summary>The studies of these terms come in order without being sorted.</summary>
    public static bool CanMerge(IReadOnlyList<long> terms) => terms.Count <= MostMerged;

    /// <summary>There are no more than were given.</summary>
    public bool IsAtEnd => _ended && _given == _page.Count;

    /// <summary>The next ids, so few that most of what is read of their studies is wanted; empty when there are no more.</summary>
    public async Task<IReadOnlyList<long>> NextAsync(CancellationToken cancellationToken)
    {
        if (_given == _page.Count)
        {
            if (_ended)
                return [];
            await ReadPageAsync(cancellationToken);
        }

        var some = _page.GetRange(_given, Math.Min(_most, _page.Count - _given));
        _given += some.Count;
        _most = areRows ? MostRows : FirstPage;
        return some;
    }

    private async Task ReadPageAsync(CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        Restrict(sql);
        var page = await sql.ReadAsync(Studies(sql), row => (SortKey: row.GetInt64(0), Id: row.GetInt64(1)), cancellationToken);
        _ended = page.Count < _size;
        if (page.Count > 0)
            _last = page[^1];
        _size = Math.Min(LargestPage, _size * 4);
        (_page, _given) = ([.. page.Select(row => row.Id).Distinct()], 0);
    }

    // Each term's studies are in order already: merged, they need not be sorted. A study of two of the terms comes twice, one behind the other.
    // PostgreSQL merges what is said to be in order, and takes it from the index when few are wanted.
    private string Studies(SqlBuilder sql)
    {
        var limit = _size.ToString(CultureInfo.InvariantCulture);
        if (!CanMerge(entry.Driver))
            return $"select distinct x.sort_key, x.study_key from postings x {sql.And(sql.AnyOf("x.term_key", entry.Driver)).Where} order by x.sort_key desc, x.study_key desc limit {limit}";
        var conditions = sql.HasConditions ? sql.Where + " and" : "where";
        var terms = entry.Driver.Select(term =>
            $"select x.sort_key, x.study_key from postings x {conditions} x.term_key = {sql.Value(term)} order by x.sort_key desc, x.study_key desc limit {limit}").ToList();
        return terms.Count == 1
            ? terms[0]
            : $"select u.sort_key, u.study_key from ({string.Join(" union all ", terms.Select(term => $"select * from ({term}) x"))}) u order by u.sort_key desc, u.study_key desc limit {limit}";
    }

    /// <summary>
    /// Conditions on postings <c>x</c>; what is left of the bits is probed one by one. Not <c>exists</c>: PostgreSQL, which does not know how frequent a
    /// word is, makes a hash of all studies of the other word of it (0.6 s at a million studies instead of 10 ms).
    /// </summary>
    private void Restrict(SqlBuilder sql)
    {
        if (newest is { } to)
            sql.And($"x.sort_key <= {sql.Value(to)}");
        if (oldest is { } from)
            sql.And($"x.sort_key >= {sql.Value(from)}");
        if (_last is { } last)
            sql.And($"(x.sort_key, x.study_key) < ({sql.Value(last.SortKey)}, {sql.Value(last.Id)})");
        foreach (var other in entry.Others.Where(other => other.AreNameWords))
            sql.And($"(x.name_bits & {sql.Value(NameBits.Of(other.Terms))}) <> 0");
        foreach (var other in entry.Others.Where(other => other.CanBeProbed))
            sql.And($"(select 1 from postings o where {sql.AnyOf("o.term_key", other.Terms)} and o.sort_key = x.sort_key and o.study_key = x.study_key limit 1) is not null");
    }
}
