using Dapper;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Index;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>Questions between studies: shared pixel data, one device at the same time.</summary>
internal sealed class EvidenceLookups(GatewayDatabase database)
{
    /// <summary>No exam lasts longer; lets the index find overlaps from where they may begin.</summary>
    private const long LongestExam = 12 * 3_600_000L;

    /// <summary>Studies whose headers carry an order's number.</summary>
    public async Task<IReadOnlyList<Uid>> StudiesOfOrderAsync(string number, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        return [.. (await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT t.study_uid FROM evidence_orders o JOIN studies t ON t.id = o.study_key WHERE o.number = @number", new { number }, cancellationToken: cancellationToken))).Select(uid => new Uid(uid))];
    }

    public Task<List<SharedPixels>> SharedPixelsAsync(IEnumerable<Uid> studies, CancellationToken cancellationToken) => InChunksAsync<TwinRow, SharedPixels>(
        studies,
        list => $"""
            SELECT t.study_uid AS Study, o.study_uid AS Other, o.patient_id AS PatientId, o.patient_name AS PatientName, o.accession AS Accession, w.images AS Images
            FROM studies t JOIN evidence_twins w ON w.study_key = t.id JOIN studies o ON o.id = w.other_key
            WHERE t.study_uid IN {list} AND o.patient_key <> t.patient_key ORDER BY t.study_uid, w.images DESC, o.study_uid
            """,
        row => new SharedPixels(new Uid(row.Study), new Uid(row.Other), row.PatientId, row.PatientName, NullWhenEmpty(row.Accession), (int)row.Images),
        cancellationToken);

    public Task<List<DeviceOverlap>> OverlapsAsync(IEnumerable<Uid> studies, CancellationToken cancellationToken) => InChunksAsync<OverlapRow, DeviceOverlap>(
        studies,
        list => $"""
            SELECT t.study_uid AS Study, o.study_uid AS Other, o.patient_id AS PatientId, o.accession AS Accession, a.device AS Device,
                a.first_at AS FirstAt, a.last_at AS LastAt, b.first_at AS OtherFirst, b.last_at AS OtherLast, CASE WHEN o.patient_key = t.patient_key THEN 1 ELSE 0 END AS Same
            FROM studies t JOIN evidence_devices a ON a.study_key = t.id
            JOIN evidence_devices b ON b.device = a.device AND b.first_at BETWEEN a.first_at - {LongestExam} AND a.last_at AND b.last_at >= a.first_at AND b.study_key <> a.study_key
            JOIN studies o ON o.id = b.study_key
            WHERE t.study_uid IN {list} ORDER BY t.study_uid, b.first_at, o.study_uid
            """,
        row => new DeviceOverlap(
            new Uid(row.Study), new Uid(row.Other), row.PatientId, NullWhenEmpty(row.Accession), row.Device,
            Ticks.ToMoment(Math.Max(row.FirstAt, row.OtherFirst)), Ticks.ToMoment(Math.Min(row.LastAt, row.OtherLast)), row.Same != 0),
        cancellationToken);

    private async Task<List<TResult>> InChunksAsync<TRow, TResult>(
        IEnumerable<Uid> studies, Func<string, string> sql, Func<TRow, TResult> map, CancellationToken cancellationToken)
    {
        var results = new List<TResult>();
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        foreach (var some in studies.Distinct().Chunk(SqlList.Most))
        {
            var parameters = new DynamicParameters();
            var list = parameters.AddList("study", some.Select(study => study.Value).ToList());
            results.AddRange((await connection.QueryAsync<TRow>(new CommandDefinition(sql(list), parameters, cancellationToken: cancellationToken))).Select(map));
        }

        return results;
    }

    private static string? NullWhenEmpty(string text) => text.Length == 0 ? null : text;

    private sealed record TwinRow
    {
        public string Study { get; init; } = "";

        public string Other { get; init; } = "";

        public string PatientId { get; init; } = "";

        public string PatientName { get; init; } = "";

        public string Accession { get; init; } = "";

        public long Images { get; init; }
    }

    private sealed record OverlapRow
    {
        public string Study { get; init; } = "";

        public string Other { get; init; } = "";

        public string PatientId { get; init; } = "";

        public string Accession { get; init; } = "";

        public string Device { get; init; } = "";

        public long FirstAt { get; init; }

        public long LastAt { get; init; }

        public long OtherFirst { get; init; }

        public long OtherLast { get; init; }

        public long Same { get; init; }
    }
}
