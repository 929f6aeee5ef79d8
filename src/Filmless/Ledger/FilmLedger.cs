using Dapper;
using ImagingGateway.Storage.Index;

namespace ImagingGateway.Filmless.Ledger;

/// <summary>Counts what was received instead of printed, and the links given out instead of film.</summary>
public sealed class FilmLedger(GatewayDatabase database, LedgerOptions options, TimeProvider clock)
{
    private const long Day = 86_400_000;

    /// <summary>UTC+7: a study received at 06:00 in Vietnam belongs to that day, not to the UTC day before.</summary>
    private const long HomeOffset = 7 * 3_600_000;

    /// <summary>Newest month first, then by facility, modality and service.</summary>
    public async Task<IReadOnlyList<LedgerLine>> LinesAsync(int months, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<DayRow>(new CommandDefinition(
            $"""
            SELECT (received_at + {HomeOffset}) / {Day} AS DayNumber, institution AS Facility, modalities AS Modalities, description AS Service, COUNT(*) AS Studies,
                CAST(SUM(instance_count) AS BIGINT) AS Images, CAST(SUM(bytes) AS BIGINT) AS Bytes
            FROM studies WHERE received_at >= @since GROUP BY 1, 2, 3, 4
            """,
            new { since = SinceOf(months) },
            cancellationToken: cancellationToken));
        return [.. rows.GroupBy(row => (Month: MonthOf(row.DayNumber), row.Facility, Modality: ModalityOf(row.Modalities, row.Service), row.Service))
            .Select(group => LineOf(group.Key.Month, group.Key.Facility, group.Key.Modality, group.Key.Service, [.. group]))
            .OrderByDescending(line => line.Month).ThenBy(line => line.Facility, StringComparer.Ordinal).ThenBy(line => line.Modality, StringComparer.Ordinal)
            .ThenBy(line => line.Service, StringComparer.Ordinal)];
    }

    /// <summary>Links created per month (first day of it).</summary>
    public async Task<IReadOnlyDictionary<DateOnly, int>> LinksAsync(int months, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<(long DayNumber, long Links)>(new CommandDefinition(
            $"SELECT (created_at + {HomeOffset}) / {Day} AS DayNumber, COUNT(*) AS Links FROM study_links WHERE created_at >= @since GROUP BY 1",
            new { since = SinceOf(months) },
            cancellationToken: cancellationToken));
        return rows.GroupBy(row => MonthOf(row.DayNumber)).ToDictionary(group => group.Key, group => (int)group.Sum(row => row.Links));
    }

    private LedgerLine LineOf(DateOnly month, string facility, string modality, string service, List<DayRow> days)
    {
        var (studies, tariff) = (days.Sum(row => row.Studies), options.Of(modality, service));
        return new LedgerLine(
            month, facility, modality, service, (int)studies, days.Sum(row => row.Images), days.Sum(row => row.Bytes), studies * tariff.Films, studies * tariff.Films * tariff.Price);
    }

    private long SinceOf(int months)
    {
        var today = clock.GetUtcNow().AddMilliseconds(HomeOffset);
        var first = new DateTimeOffset(today.Year, today.Month, 1, 0, 0, 0, TimeSpan.FromMilliseconds(HomeOffset)).AddMonths(1 - months);
        return first.ToUnixTimeMilliseconds();
    }

    private static DateOnly MonthOf(long dayNumber)
    {
        var day = DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)dayNumber);
        return new DateOnly(day.Year, day.Month, 1);
    }

    /// <summary>A study counts once, under the first modality that makes images for film.</summary>
    private string ModalityOf(string modalities, string service)
    {
        var list = modalities.Split([',', '\\'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return list.FirstOrDefault(modality => options.Of(modality, service).Films > 0) ?? list.FirstOrDefault() ?? "–";
    }

    private sealed record DayRow
    {
        public long DayNumber { get; init; }

        public string Facility { get; init; } = "";

        public string Modalities { get; init; } = "";

        public string Service { get; init; } = "";

        public long Studies { get; init; }

        public long Images { get; init; }

        public long Bytes { get; init; }
    }
}
