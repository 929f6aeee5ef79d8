using Dapper;
using ImagingGateway.Storage.Index;

namespace ImagingGateway.Filmless.Ledger;

/// <summary>Counts what was received instead of printed, and the links given out instead of film.</summary>
public sealed class FilmLedger(GatewayDatabase database, TimeProvider clock)
{
    private const long Day = 86_400_000;

    /// <summary>UTC+7: a study received at 06:00 in Vietnam belongs to that day, not to the UTC day before.</summary>
    private const long HomeOffset = 7 * 3_600_000;

    /// <summary>Newest month first, then by modality.</summary>
    public async Task<IReadOnlyList<LedgerLine>> LinesAsync(int months, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<DayRow>(new CommandDefinition(
            $"""
            SELECT (received_at + {HomeOffset}) / {Day} AS DayNumber, modalities AS Modalities, COUNT(*) AS Studies,
                CAST(SUM(instance_count) AS BIGINT) AS Images, CAST(SUM(bytes) AS BIGINT) AS Bytes
            FROM studies WHERE received_at >= @since GROUP BY 1, 2
            """,
            new { since = SinceOf(months) },
            cancellationToken: cancellationToken));
        return [.. rows.GroupBy(row => (Month: MonthOf(row.DayNumber), Modality: ModalityOf(row.Modalities)))
            .Select(group => new LedgerLine(
                group.Key.Month, group.Key.Modality, (int)group.Sum(row => row.Studies), group.Sum(row => row.Images), group.Sum(row => row.Bytes),
                group.Sum(row => row.Studies) * FilmPolicy.SheetsOf(group.Key.Modality)))
            .OrderByDescending(line => line.Month).ThenBy(line => line.Modality, StringComparer.Ordinal)];
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
    private static string ModalityOf(string modalities)
    {
        var list = modalities.Split([',', '\\'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return list.FirstOrDefault(modality => FilmPolicy.SheetsOf(modality) > 0) ?? list.FirstOrDefault() ?? "–";
    }

    private sealed record DayRow
    {
        public long DayNumber { get; init; }

        public string Modalities { get; init; } = "";

        public long Studies { get; init; }

        public long Images { get; init; }

        public long Bytes { get; init; }
    }
}
