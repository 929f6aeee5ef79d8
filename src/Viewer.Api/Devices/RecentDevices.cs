using Dapper;
using ImagingGateway.Storage.Index;

namespace ImagingGateway.Viewer.Api.Devices;

/// <summary>Which devices sent lately, read off the newest series: the primary key leads there, however large the archive is.</summary>
internal sealed class RecentDevices(GatewayDatabase database, IEnumerable<IOutboundSummary> outbound)
{
    private const int NewestSeries = 2000;

    public async Task<IReadOnlyList<RecentDevice>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            $"""
            SELECT s.modality AS Modality, s.station AS Station, s.received_at AS ReceivedAt, s.instance_count AS Instances,
                (SELECT i.calling_ae FROM instances i WHERE i.series_key = s.id LIMIT 1) AS CallingAe
            FROM series s ORDER BY s.id DESC LIMIT {NewestSeries}
            """,
            cancellationToken: cancellationToken));
        return [.. rows.GroupBy(row => (row.CallingAe, row.Modality, row.Station))
            .Select(group => new RecentDevice(
                group.Key.CallingAe, group.Key.Modality, group.Key.Station, group.Count(), group.Sum(row => row.Instances),
                DateTimeOffset.FromUnixTimeMilliseconds(group.Max(row => row.ReceivedAt))))
            .OrderByDescending(device => device.LastReceivedAt)];
    }

    /// <summary>What waits to be sent; empty when nothing does.</summary>
    public async Task<IReadOnlyList<OutboundLine>> OutboundAsync(CancellationToken cancellationToken)
    {
        var lines = new List<OutboundLine>();
        foreach (var summary in outbound)
            lines.AddRange(await summary.ReadAsync(cancellationToken));
        return lines;
    }

    private sealed record Row
    {
        public string Modality { get; init; } = "";

        public string Station { get; init; } = "";

        public long ReceivedAt { get; init; }

        public long Instances { get; init; }

        public string? CallingAe { get; init; }
    }
}

/// <summary>A device as its sendings show it.</summary>
/// <param name="CallingAETitle">Null when the images came by web or import.</param>
public sealed record RecentDevice(string? CallingAETitle, string Modality, string Station, int Series, long Instances, DateTimeOffset LastReceivedAt);
