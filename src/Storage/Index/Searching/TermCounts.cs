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

    public async Task<IReadOnlyDictionary<long, long>> GetAsync(IEnumerable<long> terms, CancellationToken cancellationToken)
    {
        var (counts, unknown) = (new Dictionary<long, long>(), new List<long>());
        foreach (var term in terms.Distinct())
        {
            if (_remembered.TryGetValue(term, out var remembered) && Environment.TickCount64 - remembered.At < Lifetime.TotalMilliseconds)
                counts[term] = remembered.Count;
            else
                unknown.Add(term);
        }

        foreach (var some in unknown.Chunk(MostAtOnce))
            await CountAsync(some, counts, cancellationToken);
        return counts;
    }

    private async Task CountAsync(long[] terms, Dictionary<long, long> into, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        var limit = Counted.ToString(CultureInfo.InvariantCulture);
        var rows = await sql.ReadAsync(
            string.Join(" union all ", terms.Select(term => sql.Value(term)).Select(term =>
                $"select {term}, count(*), coalesce(min(c.sort_key), 0) from (select sort_key from postings where term_key = {term} order by sort_key desc, study_key desc limit {limit}) c")),
            row => (Term: row.GetInt64(0), Count: row.GetInt64(1), OldestKey: row.GetInt64(2)), cancellationToken);
        foreach (var (term, counted, oldestKey) in rows)
        {
            var count = counted < Counted ? counted : (long)(counted * await size.TimesAsync(oldestKey, cancellationToken));
            into[term] = count;
            if (count >= WorthRemembering)
                Remember(term, count);
        }
    }

    private void Remember(long term, long count)
    {
        if (_remembered.Count >= Capacity)
            _remembered.Clear();
        _remembered[term] = (count, Environment.TickCount64);
    }
}
