using System.Runtime.CompilerServices;

namespace ImagingGateway.Storage.Index.Searching;

/// <summary>Reads the rows of a search page after page, each a statement of its own that starts behind the last row.</summary>
internal sealed class SearchPages(SearchSql sql, int first, int largest)
{
    private int _size = Math.Min(first, largest);

    /// <summary>All rows, or those of some studies.</summary>
    public async IAsyncEnumerable<SearchRow> ReadAsync(IReadOnlyList<long>? studies, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SearchRow? last = null;
        while (true)
        {
            var size = _size;
            _size = Math.Min(largest, _size * 4);
            var page = await sql.PageAsync(studies, last, size, cancellationToken);
            foreach (var row in page)
                yield return row;
            if (page.Count < size)
                yield break;
            last = page[^1];
        }
    }
}
