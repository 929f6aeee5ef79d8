using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Index.Publication;
using ImagingGateway.Storage.Index.Reading;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Recoding;

namespace ImagingGateway.Storage.Index.Maintaining;

/// <inheritdoc cref="IRecodingIndex"/>
internal sealed class RecodingIndex(IIndexBackend backend) : IRecodingIndex, IDisposable
{
    private static readonly Statement Announce = Statement.Insert(
        "recodings", "object_key", "object_hash", "sop_uid", "study_uid", "transfer_syntax_uid", "length", "sha256", "pixel_sha256", "is_received", "at").With("on conflict (object_key) do nothing");

    // the row is locked by a change that changes nothing, as a purge does: publishers and purges wait, and find what is then there
    private static readonly Statement Lock = new(
        """
        update studies set changed_at = changed_at
        where study_uid = @study and pending_versions = 0 and not exists (select 1 from legal_holds h where h.study_uid = studies.study_uid)
            and not exists (select 1 from study_deletions d where d.study_uid = studies.study_uid)
        returning id
        """,
        "study");

    private static readonly Statement KeepReceived = new(
        """
        insert into recodings (object_key, object_hash, sop_uid, study_uid, transfer_syntax_uid, length, sha256, pixel_sha256, is_received, at)
        select i.object_key, i.object_hash, i.sop_uid, t.study_uid, i.transfer_syntax_uid, i.length, i.sha256, i.pixel_sha256, 1, @at
        from instances i join series s on s.id = i.series_key join studies t on t.id = s.study_key
        where i.sop_uid = @sop and i.object_key = @old and t.study_uid = @study
        on conflict (object_key) do nothing
        """,
        "sop", "old", "study", "at");

    private static readonly Statement OldPlace = new(
        "select i.pack_key, p.object_name, i.length from instances i left join packs p on p.id = i.pack_key where i.sop_uid = @sop and i.object_key = @old", "sop", "old");

    private static readonly Statement Replace = new(
        """
        update instances set transfer_syntax_uid = @syntax, object_key = @key, object_hash = @hash, length = @length, data_set_offset = @offset, sha256 = @sha256,
            pixel_sha256 = @pixels, pack_key = @pack, pack_offset = @pack_offset
        where sop_uid = @sop and object_key = @old
        """,
        "syntax", "key", "hash", "length", "offset", "sha256", "pixels", "pack", "pack_offset", "sop", "old");

    private static readonly Statement ReplaceHeader = new(
        "update instance_headers set metadata = @metadata, frame_index = @frames, bulk_data = @bulk where instance_key = (select id from instances where sop_uid = @sop)", "metadata", "frames", "bulk", "sop");

    private static readonly Statement Shrink = new("update studies set bytes = bytes - @saved where id = @id", "saved", "id");

    private static readonly Statement Done = new(
        """
        insert into recoded_studies (study_uid, changed_at, at) select study_uid, changed_at, @at from studies where study_uid = @study
        on conflict (study_uid) do update set changed_at = excluded.changed_at, at = excluded.at
        """,
        "study", "at");

    private static readonly Statement FindPack = new("select id from packs where object_name = @name", "name");

    private static readonly Statement KeyOf = new("select object_key from instances where id = @id and sha256 = @sha256", "id", "sha256");

    private readonly IdAllocator _ids = new(backend);

    public Task<IReadOnlyList<Uid>> ColdAsync(DateTimeOffset unchangedSince, IReadOnlyCollection<string> syntaxes, int limit, CancellationToken cancellationToken) =>
        ReadColdAsync("t.study_uid", $"order by t.changed_at limit {limit}", row => new Uid(row.GetString(0)), unchangedSince, syntaxes, cancellationToken);

    public async Task<(long Studies, long Bytes)> CountColdAsync(DateTimeOffset unchangedSince, IReadOnlyCollection<string> syntaxes, CancellationToken cancellationToken) =>
        (await ReadColdAsync("count(*), cast(coalesce(sum(t.bytes), 0) as bigint)", "", row => (row.GetInt64(0), row.GetInt64(1)), unchangedSince, syntaxes, cancellationToken))[0];

    public async Task<(long Instances, long Received, long Now)> TotalAsync(CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        return (await sql.ReadAsync(
            """
            select count(*), cast(coalesce(sum(r.length), 0) as bigint), cast(coalesce(sum(i.length), 0) as bigint)
            from recodings r join instances i on i.sop_uid = r.sop_uid where r.is_received = 1
            """,
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), cancellationToken))[0];
    }

    public async Task DoneAsync(Uid study, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var session = await backend.BeginWriteAsync(cancellationToken);
        session.Queue(Done, study.Value, now.ToUnixTimeMilliseconds());
        await session.CommitAsync(cancellationToken);
    }

    public async Task<(InstanceSource Source, DateTimeOffset ReceivedAt)?> SourceAsync(Uid sopInstanceUid, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        var found = await sql.ReadAsync(
            $"select origin, calling_ae, called_ae, remote_address, user_name, received_at from instances where sop_uid = {sql.Value(sopInstanceUid.Value)}",
            row => (
                Source: new InstanceSource((IngestOrigin)row.GetInt32(0), TitleOf(row.StringOrNull(1)), TitleOf(row.StringOrNull(2)), row.StringOrNull(3), row.StringOrNull(4)),
                ReceivedAt: DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5))), cancellationToken);
        return found.Count > 0 ? found[0] : null;
    }

    public async Task AnnounceAsync(IReadOnlyList<InstanceRecord> records, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var session = await backend.BeginWriteAsync(cancellationToken);
        foreach (var record in records)
        {
            session.Queue(
                Announce, record.ObjectKey, ObjectHash.Of(record.ObjectKey), record.SopInstanceUid.Value, record.StudyInstanceUid.Value, record.TransferSyntaxUid.Value, record.Length,
                record.Sha256.ToArray(), record.PixelDataSha256?.ToArray(), 0, now.ToUnixTimeMilliseconds());
        }

        await session.CommitAsync(cancellationToken);
    }

    public async Task<int> ReplaceAsync(
        Uid study, IReadOnlyList<(string OldKey, InstanceRecord New)> instances, DateTimeOffset now, DateTimeOffset removeAt, IReadOnlyCollection<string> seen, Func<Task<bool>> mayChange,
        CancellationToken cancellationToken)
    {
        var prepared = instances.Select(one => (one.OldKey, New: new PreparedInstance(one.New))).ToArray();
        var ids = await _ids.TakeAsync(prepared.Length, cancellationToken);
        await using var session = await backend.BeginWriteAsync(cancellationToken);
        if (await session.QueryAsync(Lock, [study.Value], row => row.GetInt64(0), cancellationToken) is not [var id] || !await mayChange())
            return 0;
        var replaced = await ReplaceAsync(session, (id, study), prepared, ids.First, now, removeAt, seen, cancellationToken);
        await session.CommitAsync(cancellationToken);
        return replaced;
    }

    public async Task<bool> PutBackAsync(KeptBytes lost, InstanceRecord again, DateTimeOffset now, TimeSpan grace, CancellationToken cancellationToken)
    {
        var next = new PreparedInstance(again);
        var ids = await _ids.TakeAsync(1, cancellationToken);
        await using var session = await backend.BeginWriteAsync(cancellationToken);
        if (await session.QueryAsync(StudyPurge.Lock, [lost.Study.Value], row => row.GetInt64(0), cancellationToken) is not [var id]
            || await session.QueryAsync(KeyOf, [lost.Id, Convert.FromHexString(lost.Sha256)], row => row.GetString(0), cancellationToken) is not [var old])
            return false;
        var replaced = await ReplaceAsync(session, (id, lost.Study), [(old, next)], ids.First, now, now + grace, [], cancellationToken);
        await session.CommitAsync(cancellationToken);
        return replaced > 0;
    }

    public void Dispose() => _ids.Dispose();

    private static AETitle? TitleOf(string? text) => AETitle.TryParse(text, out var title) ? title : null;

    private static async Task<int> ReplaceAsync(
        WriteSession session, (long Id, Uid Uid) study, (string OldKey, PreparedInstance New)[] prepared, long nextId, DateTimeOffset now, DateTimeOffset removeAt,
        IReadOnlyCollection<string> seen, CancellationToken cancellationToken)
    {
        var packs = await PacksAsync(session, prepared, nextId, now, cancellationToken);
        var replaced = 0;
        var left = new Dictionary<long, string>();
        foreach (var (oldKey, next) in prepared)
        {
            if (await session.QueryAsync(
                    OldPlace, [next.SopInstance, oldKey], row => (Pack: row.IsDBNull(0) ? (long?)null : row.GetInt64(0), Name: row.IsDBNull(1) ? null : row.GetString(1), Length: row.GetInt64(2)), cancellationToken) is not [var old])
                continue;
            var record = next.Record;
            session.Queue(KeepReceived, next.SopInstance, oldKey, study.Uid.Value, now.ToUnixTimeMilliseconds());
            session.Queue(
                Replace, record.TransferSyntaxUid.Value, record.ObjectKey, next.ObjectHash, record.Length, record.DataSetOffset, next.Sha256, next.PixelSha256,
                next.PackName is { } pack ? packs[pack] : null, next.PackOffset, next.SopInstance, oldKey);
            session.Queue(ReplaceHeader, next.Metadata, next.FrameIndex, next.BulkData, next.SopInstance);
            session.Queue(Shrink, old.Length - record.Length, study.Id);
            if (old is { Pack: { } key, Name: { } name })
                left[key] = name;
            else
                session.Queue(Removals.Add, oldKey, removeAt.ToUnixTimeMilliseconds());
            replaced++;
        }

        foreach (var (key, name) in left)
        {
            // what else is in the pack is wanted: the removal will not happen, but until it is due no sweep writes the pack anew
            if (!await Removals.DropPackAsync(session, key, name, seen.Contains(name) ? removeAt : null, cancellationToken))
                session.Queue(Removals.Add, name, removeAt.ToUnixTimeMilliseconds());
        }

        return replaced;
    }

    private static async Task<Dictionary<string, long>> PacksAsync(
        WriteSession session, (string OldKey, PreparedInstance New)[] prepared, long nextId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var packs = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var name in prepared.Select(one => one.New.PackName).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (await session.QueryAsync(FindPack, [name], row => row.GetInt64(0), cancellationToken) is not [var id])
                session.Queue(PublishStatements.InsertPack, id = nextId++, name, now.ToUnixTimeMilliseconds());
            packs.Add(name, id);
        }

        return packs;
    }

    private async Task<IReadOnlyList<T>> ReadColdAsync<T>(
        string columns, string order, Func<System.Data.Common.DbDataReader, T> map, DateTimeOffset unchangedSince, IReadOnlyCollection<string> syntaxes, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        return await sql.ReadAsync(
            $"""
            select {columns} from studies t
            where t.changed_at < {sql.Value(unchangedSince.ToUnixTimeMilliseconds())} and t.pending_versions = 0
                and not exists (select 1 from recoded_studies r where r.study_uid = t.study_uid and r.changed_at = t.changed_at)
                and not exists (select 1 from legal_holds h where h.study_uid = t.study_uid)
                and not exists (select 1 from study_deletions d where d.study_uid = t.study_uid)
                and exists (select 1 from series s join instances i on i.series_key = s.id where s.study_key = t.id and i.frames > 0 and {sql.AnyOf("i.transfer_syntax_uid", syntaxes)})
            {order}
            """,
            map, cancellationToken);
    }
}
