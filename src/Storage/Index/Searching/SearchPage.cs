using System.Runtime.CompilerServices;

namespace ImagingGateway.Storage.Index.Searching;

/// <summary>Candidates that were read by one statement.</summary>
/// <param name="Rows">In the order of the answers.</param>
/// <param name="IsLast">There is no other page, or none is wanted.</param>
internal sealed record SearchPage(IReadOnlyList<SearchRow> Rows, bool IsLast)
{
    /// <summary>
    /// Reads each page while the one before is looked at. On another thread: SQLite reads on the thread that asks, and who waits for the next row must be
    /// able to do something else meanwhile.
    /// </summary>
    public static async IAsyncEnumerable<SearchPage> AheadAsync(IAsyncEnumerable<SearchPage> pages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var reader = pages.GetAsyncEnumerator(stop.Token);
        if (!await reader.MoveNextAsync())
            yield break;
        while (!reader.Current.IsLast)
        {
            var (page, next, isUsed) = (reader.Current, Task.Run(() => reader.MoveNextAsync().AsTask(), CancellationToken.None), false);
            try
            {
                yield return page;
                isUsed = true;
            }
            finally
            {
                if (!isUsed)
                {
                    await stop.CancelAsync();
                    await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }

            if (!await next)
                yield break;
        }

        yield return reader.Current;
    }
}
