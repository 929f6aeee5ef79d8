using ImagingGateway.Storage.Index.Reading;

namespace ImagingGateway.Storage.Index.Searching;

/// <summary>About how many studies there are, and since when; asked rarely, because counting costs and the answer changes slowly.</summary>
internal sealed class ArchiveSize(IIndexBackend backend)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    // Counting a million rows takes up to a second, for which somebody's search would wait: PostgreSQL's own estimate is good enough.
    private static readonly string OnPostgres =
        """
        select case when c.reltuples >= 100000 then cast(c.reltuples as bigint) else (select count(*) from studies) end, (select coalesce(min(sort_key), 0) from studies)
        from pg_class c where c.oid = 'studies'::regclass
        """;

    private Counted? _last;

    public async Task<long> StudiesAsync(CancellationToken cancellationToken) => (await GetAsync(cancellationToken)).Studies;

    /// <summary>In how many times the days since <paramref name="sortKey"/> the archive has filled, if it did so evenly.</summary>
    public async Task<double> TimesAsync(long sortKey, CancellationToken cancellationToken)
    {
        var today = DateTime.UtcNow;
        var now = Days((((today.Year * 100L) + today.Month) * 100) + today.Day);
        var since = Math.Max(1, now - Days(sortKey / 1_000_000));
        return Math.Max(1, (now - Days((await GetAsync(cancellationToken)).OldestKey / 1_000_000)) / since);
    }

    private async Task<Counted> GetAsync(CancellationToken cancellationToken)
    {
        if (_last is { } last && Environment.TickCount64 - last.At < Lifetime.TotalMilliseconds)
            return last;
        var count = await new SqlBuilder(backend).ReadAsync(
            backend.Database.Dialect == SqlDialect.Postgres ? OnPostgres : "select count(*), coalesce(min(sort_key), 0) from studies", row => new Counted(row.GetInt64(0), row.GetInt64(1), Environment.TickCount64), cancellationToken);
        return _last = count[0];
    }

    // near enough: months of 31 days
    private static double Days(long yyyymmdd) => (yyyymmdd / 10_000 * 372) + (yyyymmdd / 100 % 100 * 31) + (yyyymmdd % 100);

    private sealed record Counted(long Studies, long OldestKey, long At);
}
