using System.Data.Common;
using System.Runtime.CompilerServices;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Index.Publication;
using ImagingGateway.Storage.Index.Reading;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Index.Maintaining;

/// <inheritdoc cref="IMaintenanceIndex"/>
internal sealed class MaintenanceIndex(IIndexBackend backend) : IMaintenanceIndex, IDisposable
{
    private const int PageSize = 500;

    /// <summary>Bytes of a pack per member beside its content, about.</summary>
    private const int HeadersOfMember = 2048;

    // instances and versions take their ids from one sequence: together they are one list
    private const string Bytes = """
        select i.id, 0, t.study_uid, i.sop_uid, i.object_key, i.length, i.sha256, coalesce(p.object_name, i.object_key), i.pack_offset
        from instances i join series s on s.id = i.series_key join studies t on t.id = s.study_key left join packs p on p.id = i.pack_key
        {0}
        union all
        select i.id, 1, i.study_uid, i.sop_uid, i.object_key, i.length, i.sha256, coalesce(p.object_name, i.object_key), i.pack_offset
        from instance_versions i left join packs p on p.id = i.pack_key
        {0}
        """;

    // what goes by another name since it was compressed is kept too: in the form that the index names
    private const string Recoded = """
        union all
        select i.id, 0, t.study_uid, i.sop_uid, r.object_key, i.length, i.sha256, coalesce(p.object_name, i.object_key), i.pack_offset
        from recodings r join instances i on i.sop_uid = r.sop_uid and i.object_key <> r.object_key
            join series s on s.id = i.series_key join studies t on t.id = s.study_key left join packs p on p.id = i.pack_key
        where {0}
        """;

    private static readonly Statement[] Forget = [new("delete from removals"), new("delete from study_deletions"), new("delete from work_progress")];

    private readonly Statement _move = Move("instances");
    private readonly Statement _moveVersion = Move("instance_versions");
    private readonly Statement _findPack = new("select id from packs where object_name = @name", "name");
    private readonly Statement _addPack = Statement.Insert("packs", "id", "object_name", "created_at");
    private readonly Statement _takeRemoval = new("delete from removals where object_name = @name returning object_name", "name");
    private readonly Statement _expected = new(
        """
        select 1 from instances where object_hash = @hash and object_key = @name and pack_key is null
        union all select 1 from instance_versions where object_hash = @hash and object_key = @name and pack_key is null
        union all select 1 from packs where object_name = @name
        limit 1
        """,
        "hash", "name");

    private readonly Statement _saveProgress = new("insert into work_progress (work, position) values (@work, @position) on conflict (work) do update set position = excluded.position", "work", "position");
    private readonly Statement _forgetProgress = new("delete from work_progress where work = @work", "work");
    private readonly IdAllocator _ids = new(backend);

    public async IAsyncEnumerable<KeptBytes> BytesAsync(long afterId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var sql = new SqlBuilder(backend);
            var after = sql.Value(afterId);
            var page = await sql.ReadAsync(
                $"select * from ({Bytes.Replace("{0}", $"where i.id > {after}", StringComparison.Ordinal)}) kept order by 1 limit {PageSize}", Read, cancellationToken);
            foreach (var kept in page)
                yield return kept;
            if (page.Count < PageSize)
                yield break;
            afterId = page[^1].Id;
        }
    }

    public async Task<long> CountBytesAsync(long afterId, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        var after = sql.Value(afterId);
        var counts = await sql.ReadAsync(
            $"select (select count(*) from instances where id > {after}) + (select count(*) from instance_versions where id > {after})", row => row.GetInt64(0), cancellationToken);
        return counts[0];
    }

    public async Task<IReadOnlyList<KeptBytes>> PackedAsync(string pack, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        var name = sql.Value(pack);
        return await sql.ReadAsync(
            Bytes.Replace("{0}", $"where i.pack_key = (select id from packs where object_name = {name})", StringComparison.Ordinal), Read, cancellationToken);
    }

    public async Task<IReadOnlyList<KeptBytes>> FindAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        long[] hashes = [.. keys.Select(ObjectHash.Of)];
        var found = await sql.ReadAsync(
            Bytes.Replace("{0}", $"where {sql.AnyOf("i.object_hash", hashes)}", StringComparison.Ordinal)
                + '\n' + Recoded.Replace("{0}", sql.AnyOf("r.object_hash", hashes), StringComparison.Ordinal),
            Read, cancellationToken);
        return found.FindAll(bytes => keys.Contains(bytes.Key));
    }

    public async Task<IReadOnlyList<KeptBytes>> VersionsAsync(Uid sopInstance, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        var uid = sql.Value(sopInstance.Value);
        var found = await sql.ReadAsync(Bytes.Replace("{0}", $"where i.sop_uid = {uid}", StringComparison.Ordinal), Read, cancellationToken);
        return found.FindAll(bytes => bytes.IsVersion);
    }

    public async Task<IReadOnlyDictionary<string, long>> WantedBytesAsync(IReadOnlyCollection<string> packs, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        var names = sql.AnyOf("p.object_name", packs);
        var found = await sql.ReadAsync(
            $"""
            select name, cast(sum(bytes) as bigint) from (
                select p.object_name as name, i.length + {HeadersOfMember} as bytes from packs p join instances i on i.pack_key = p.id where {names}
                union all
                select p.object_name as name, i.length + {HeadersOfMember} as bytes from packs p join instance_versions i on i.pack_key = p.id where {names}
            ) wanted group by name
            """,
            row => (Name: row.GetString(0), Bytes: row.GetInt64(1)), cancellationToken);
        return found.ToDictionary(one => one.Name, one => one.Bytes, StringComparer.Ordinal);
    }

    public async Task<IReadOnlySet<string>> PendingRemovalsAsync(IReadOnlyCollection<string> objects, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        var found = await sql.ReadAsync($"select object_name from removals where {sql.AnyOf("object_name", objects)}", row => row.GetString(0), cancellationToken);
        return found.ToHashSet(StringComparer.Ordinal);
    }

    public async Task<IReadOnlySet<string>> ExpectedObjectsAsync(IReadOnlyCollection<string> objects, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        long[] hashes = [.. objects.Select(ObjectHash.Of)];
        var (hash, name) = (sql.AnyOf("object_hash", hashes), sql.AnyOf("object_name", objects));
        var found = await sql.ReadAsync(
            $"""
            select object_key from instances where pack_key is null and {hash}
            union select object_key from instance_versions where pack_key is null and {hash}
            union select object_name from packs where {name}
            """,
            row => row.GetString(0), cancellationToken);
        return found.Intersect(objects, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
    }

    public async Task MoveAsync(
        string oldPack, IReadOnlyList<(KeptBytes Bytes, ObjectPlace Place)> moved, DateTimeOffset now, TimeSpan? grace, CancellationToken cancellationToken)
    {
        var names = moved.Select(one => one.Place.Object).Distinct(StringComparer.Ordinal).ToArray();
        var ids = await _ids.TakeAsync(names.Length + 1, cancellationToken);
        await using var session = await backend.BeginWriteAsync(cancellationToken);
        var packs = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (await session.QueryAsync(_findPack, [name], row => row.GetInt64(0), cancellationToken) is not [var id])
                session.Queue(_addPack, id = ids.First + packs.Count, name, now.ToUnixTimeMilliseconds());
            packs.Add(name, id);
        }

        foreach (var (bytes, place) in moved)
            session.Queue(bytes.IsVersion ? _moveVersion : _move, bytes.Id, packs[place.Object], place.Offset, oldPack);
        await DropUnusedAsync(session, [.. names, oldPack], now + grace, cancellationToken);
        await session.CommitAsync(cancellationToken);
    }

    public async Task RemoveLaterAsync(IReadOnlyCollection<string> objects, DateTimeOffset due, CancellationToken cancellationToken)
    {
        await using var session = await backend.BeginWriteAsync(cancellationToken);
        foreach (var name in objects)
            session.Queue(Removals.Add, name, due.ToUnixTimeMilliseconds());
        await session.CommitAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<string>> DueRemovalsAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend).And("1 = 1");
        return await sql.ReadAsync(
            $"select object_name from removals where due_at <= {sql.Value(now.ToUnixTimeMilliseconds())} order by due_at limit {limit}", row => row.GetString(0), cancellationToken);
    }

    public async Task<bool> RemoveAsync(string name, Func<Task> remove, CancellationToken cancellationToken)
    {
        await using var session = await backend.BeginWriteAsync(cancellationToken);
        var taken = await session.QueryAsync(_takeRemoval, [name], row => row.GetString(0), cancellationToken);
        var isExpected = (await session.QueryAsync(_expected, [ObjectHash.Of(name), name], _ => true, cancellationToken)).Count > 0;
        if (taken.Count > 0 && !isExpected)
            await remove();
        await session.CommitAsync(cancellationToken);
        return taken.Count > 0 && !isExpected;
    }

    public async Task<string?> ProgressAsync(string work, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        var found = await sql.ReadAsync($"select position from work_progress where work = {sql.Value(work)}", row => row.GetString(0), cancellationToken);
        return found.Count > 0 ? found[0] : null;
    }

    public async Task SaveProgressAsync(string work, string? position, CancellationToken cancellationToken)
    {
        await using var session = await backend.BeginWriteAsync(cancellationToken);
        if (position is null)
            session.Queue(_forgetProgress, work);
        else
            session.Queue(_saveProgress, work, position);
        await session.CommitAsync(cancellationToken);
    }

    public async Task ForgetIntentionsAsync(CancellationToken cancellationToken)
    {
        await using var session = await backend.BeginWriteAsync(cancellationToken);
        foreach (var forget in Forget)
            session.Queue(forget);
        await session.CommitAsync(cancellationToken);
    }

    public void Dispose() => _ids.Dispose();

    /// <summary>Packs in which nothing is wanted any more lose their row and are removed later.</summary>
    private async Task DropUnusedAsync(WriteSession session, IEnumerable<string> packs, DateTimeOffset? due, CancellationToken cancellationToken)
    {
        foreach (var name in packs)
        {
            if (await session.QueryAsync(_findPack, [name], row => row.GetInt64(0), cancellationToken) is [var id])
                await Removals.DropPackAsync(session, id, name, due, cancellationToken);
        }
    }

    private static Statement Move(string table) => new(
        $"""
        update {table} set pack_key = @pack, pack_offset = @offset
        where id = @id and (pack_key = (select id from packs where object_name = @old) or (pack_key is null and object_key = @old))
        """,
        "id", "pack", "offset", "old");

    private static KeptBytes Read(DbDataReader row)
    {
        return new KeptBytes(
            row.GetInt64(0), row.GetInt32(1) == 1, new Uid(row.GetString(2)), new Uid(row.GetString(3)), row.GetString(4),
            new ObjectPlace(row.GetString(7), row.Int64OrNull(8) ?? 0, row.GetInt64(5)),
            Convert.ToHexStringLower(row.GetFieldValue<byte[]>(6)));
    }
}
