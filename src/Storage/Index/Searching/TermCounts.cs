using System.Collections.Concurrent;
using System.Globalization;
using ImagingGateway.Storage.Index.Reading;

namespace ImagingGateway.Storage.Index.Searching;

/// <summary>How many studies have one of some terms. Large counts change slowly and are remembered; small ones are asked each time.</summary>
internal sealed class TermCounts(IIndexBackend backend)
{
    /// <summary>Counting stops here; more is simply "many".</summary>
    public const int Most = 100_000;

    private const int WorthRemembering = 1_000;
    private const int Capacity = 5_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, (long Count, long At)> _remembered = new(StringComparer.Ordinal);

    public async Task<long> GetAsync(IReadOnlyList<long> terms, CancellationToken cancellationToken)
    {
        var name = string.Join(',', terms.Select(term => term.ToString(CultureInfo.InvariantCulture)));
        if (_remembered.TryGetValue(name, out var remembered) && Environment.TickCount64 - remembered.At < Lifetime.TotalMilliseconds)
            return remembered.Count;
        var sql = new SqlBuilder(backend);
        var counted = await sql.ReadAsync(
            $"select count(*) from (select 1 from postings where {sql.AnyOf("term_key", terms)} limit {Most}) counted", row => row.GetInt64(0), cancellationToken);
        if (counted[0] < WorthRemembering)
            return counted[0];
        if (_remembered.Count >= Capacity)
            _remembered.Clear();
        _remembered[name] = (counted[0], Environment.TickCount64);
        return counted[0];
    }
}
