using System.Collections.Concurrent;
using System.Globalization;
using ImagingGateway.Storage.Index.Reading;

namespace ImagingGateway.Storage.Index.Searching;

/// <summary>
/// About how many studies have one of some terms. Few are counted; of many only the newest, and how far back these reach tells the rest: counting a
/// frequent name would take longer than finding it. Large counts change slowly and are remembered; small ones are asked each time.
/// </summary>
internal sealed class TermCounts(IIndexBackend backend, ArchiveSize size)
{
    private const int Counted = 4_000;
    private const int MostAtOnce = 32;
    private const int WorthRemembering = 1_000;
    private const int Capacity = 20_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<long, (long Count, long At)> _remembered = new();

    public async Task<long> GetAsync(IReadOnlyList<long> terms, CancellationToken cancellationToken)
    {
        var (sum, unknown) = (0L, new List<long>());
        foreach (var term in terms)
        {
            if (_remembered.TryGetValue(term, out var remembered) && Environment.TickCount64 - remembered.At < Lifetime.TotalMilliseconds)
                sum += remembered.Count;
            else
                unknown.Add(term);
        }

        foreach (var some in unknown.Chunk(MostAtOnce))
            sum += await CountAsync(some, cancellationToken);
        return sum;
    }

    private async Task<long> CountAsync(long[] terms, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        var limit = Counted.ToString(CultureInfo.InvariantCulture);
        var counts = await sql.ReadAsync(
            string.Join(" union all ", terms.Select(term => sql.Value(term)).Select(term =>
                $"select {term}, count(*), coalesce(min(c.sort_key), 0) from (select sort_key from postings where term_key = {term} order by sort_key desc, study_key desc limit {limit}) c")),
            row => (Term: row.GetInt64(0), Count: row.GetInt64(1), OldestKey: row.GetInt64(2)), cancellationToken);
        var sum = 0L;
        foreach (var (term, counted, oldestKey) in counts)
        {
            var count = counted < Counted ? counted : (long)(counted * await size.TimesAsync(oldestKey, cancellationToken));
            sum += count;
            if (count >= WorthRemembering)
                Remember(term, count);
        }

        return sum;
    }

    private void Remember(long term, long count)
    {
        if (_remembered.Count >= Capacity)
            _remembered.Clear();
        _remembered[term] = (count, Environment.TickCount64);
    }
}
