using System.Globalization;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Index.Reading;
using ImagingGateway.Storage.Maintenance;

namespace ImagingGateway.Storage.Index.Maintaining;

/// <inheritdoc cref="IDeletionIndex"/>
internal sealed class DeletionIndex(IIndexBackend backend) : IDeletionIndex
{
    private readonly Statement _setClass = Upsert("study_retention", "class", "set_by", "set_at");
    private readonly Statement _setHold = Upsert("legal_holds", "reason", "placed_by", "placed_at");
    private readonly Statement _mark = new(
        $"""
        insert into study_deletions (study_uid, marked_at, purge_at, marked_by, reason, contents)
        select t.study_uid, @marked_at, @purge_at, @marked_by, @reason, {StudyPurge.Contents} from studies t where t.study_uid = @study_uid
        on conflict (study_uid) do update set {Excluded("marked_at", "purge_at", "marked_by", "reason", "contents")}
        """,
        "study_uid", "marked_at", "purge_at", "marked_by", "reason");

    private readonly Statement _liftHold = new("delete from legal_holds where study_uid = @study_uid", "study_uid");
    private readonly Statement _unmark = new("delete from study_deletions where study_uid = @study_uid", "study_uid");

    public async Task<DeletionStanding?> FindAsync(Uid study, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        var found = await sql.ReadAsync(
            $"""
            select t.study_date, t.received_at, r.class, h.reason, d.marked_at, d.purge_at, d.marked_by, d.reason
            from studies t left join study_retention r on r.study_uid = t.study_uid left join legal_holds h on h.study_uid = t.study_uid
                left join study_deletions d on d.study_uid = t.study_uid
            where t.study_uid = {sql.Value(study.Value)}
            """,
            row => new DeletionStanding(
                study, DateOf(row.IsDBNull(0) ? null : row.GetInt32(0)) ?? DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), row.IsDBNull(2) ? string.Empty : row.GetString(2),
                row.IsDBNull(3) ? null : row.GetString(3),
                row.IsDBNull(4) ? null : new DeletionMark(
                    DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)), row.GetString(6), row.GetString(7))),
            cancellationToken);
        return found.Count > 0 ? found[0] : null;
    }

    public Task SetRetentionClassAsync(Uid study, string name, string actor, DateTimeOffset now, CancellationToken cancellationToken) =>
        RunAsync(_setClass, [study.Value, name, actor, now.ToUnixTimeMilliseconds()], cancellationToken);

    public Task<bool> SetHoldAsync(Uid study, string? reason, string actor, DateTimeOffset now, CancellationToken cancellationToken) => reason is null
        ? RunAsync(_liftHold, [study.Value], cancellationToken)
        : RunAsync(_setHold, [study.Value, reason, actor, now.ToUnixTimeMilliseconds()], cancellationToken);

    public Task<bool> MarkAsync(Uid study, DeletionMark? mark, CancellationToken cancellationToken) => mark is null
        ? RunAsync(_unmark, [study.Value], cancellationToken)
        : RunAsync(_mark, [study.Value, mark.MarkedAt.ToUnixTimeMilliseconds(), mark.PurgeAt.ToUnixTimeMilliseconds(), mark.MarkedBy, mark.Reason], cancellationToken);

    public async Task<IReadOnlyList<Uid>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        return await sql.ReadAsync(
            $"select study_uid from study_deletions where purge_at <= {sql.Value(now.ToUnixTimeMilliseconds())} order by purge_at limit {limit}",
            row => new Uid(row.GetString(0)), cancellationToken);
    }

    public async Task<IReadOnlyList<string>> PacksAsync(Uid study, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        var uid = sql.Value(study.Value);
        return await sql.ReadAsync(
            $"""
            select p.object_name from studies t join series s on s.study_key = t.id join instances i on i.series_key = s.id join packs p on p.id = i.pack_key where t.study_uid = {uid}
            union
            select p.object_name from instance_versions v join packs p on p.id = v.pack_key where v.study_uid = {uid}
            """,
            row => row.GetString(0), cancellationToken);
    }

    public async Task<PurgeOutcome> PurgeAsync(
        Uid study, DateTimeOffset now, TimeSpan grace, IReadOnlyCollection<string> seen, Func<Task<bool>> mayGo, CancellationToken cancellationToken)
    {
        await using var session = await backend.BeginWriteAsync(cancellationToken);
        var outcome = await new StudyPurge(session, study.Value, now, grace, seen, mayGo).RunAsync(cancellationToken);
        if (outcome.Result == PurgeResult.Purged)
            await session.CommitAsync(cancellationToken);
        return outcome;
    }

    /// <summary>Of this and a purge one waits for the other. When the study is gone only what takes something back is done.</summary>
    private async Task<bool> RunAsync(Statement statement, object?[] values, CancellationToken cancellationToken)
    {
        await using var session = await backend.BeginWriteAsync(cancellationToken);
        var isThere = (await session.QueryAsync(StudyPurge.Lock, [values[0]], _ => true, cancellationToken)).Count > 0;
        if (isThere || values.Length == 1)
            session.Queue(statement, values);
        await session.CommitAsync(cancellationToken);
        return isThere;
    }

    private static Statement Upsert(string table, params string[] columns) =>
        Statement.Insert(table, ["study_uid", .. columns]).With($"on conflict (study_uid) do update set {Excluded(columns)}");

    private static string Excluded(params IEnumerable<string> columns) => string.Join(", ", columns.Select(column => $"{column} = excluded.{column}"));

    private static DateTimeOffset? DateOf(int? date) =>
        date is { } number && DateTime.TryParseExact(number.ToString("d8", CultureInfo.InvariantCulture), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day)
            ? new DateTimeOffset(day)
            : null;
}
