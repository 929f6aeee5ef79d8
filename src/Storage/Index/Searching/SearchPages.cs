using System.Runtime.CompilerServices;

namespace ImagingGateway.Storage.Index.Searching;

/// <summary>Reads the rows of a search page after page, each a statement of its own that starts behind the last row.</summary>
/// <param name="sql">Reads one page.</param>
/// <param name="first">Most rows of the first page; each further one is larger.</param>
/// <param name="largest">Most rows of any page.</param>
/// <param name="wanted">Rows of all pages together.</param>
internal sealed class SearchPages(SearchSql sql, int first, int largest, int wanted)
{
    private int _size = Math.Min(first, largest);
    private int _left = wanted;

    /// <summary>All rows, or those of some studies.</summary>
    /// <param name="studies">Row ids of these studies; null for all.</param>
    /// <param name="areLast">No others will be asked for.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async IAsyncEnumerable<SearchPage> ReadAsync(IReadOnlyList<long>? studies, bool areLast, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SearchRow? last = null;
        while (true)
        {
            var size = Math.Min(_size, _left);
            _size = Math.Min(largest, _size * 4);
            var rows = await sql.PageAsync(studies, last, size, cancellationToken);
            _left -= rows.Count;
            var isEnd = rows.Count < size;
            yield return new SearchPage(rows, _left == 0 || (isEnd && areLast));
            if (isEnd || _left == 0)
                yield break;
            last = rows[^1];
        }
    }
}
