using ImagingGateway.Storage.Maintenance;

namespace ImagingGateway.Storage.Index.Maintaining;

/// <summary>One transaction that takes a study out of the index and writes down which objects shall go. Whether it may is asked inside it.</summary>
internal sealed class StudyPurge(WriteSession session, string study, DateTimeOffset now, TimeSpan grace, IReadOnlyCollection<string> seen, Func<Task<bool>> mayGo)
{
    private const string OfStudy = "select i.id from instances i join series s on s.id = i.series_key where s.study_key = @id";

    /// <summary>How many instances and versions a study has: a column of <c>studies t</c>.</summary>
    public const string Contents = "t.instance_count + (select count(*) from instance_versions v where v.study_uid = t.study_uid)";

    /// <summary>The study row is locked by a change that changes nothing: a publisher that adds to it waits, and finds it gone; so does whoever places a hold or freezes it as evidence.</summary>
    public static readonly Statement Lock = new("update studies set changed_at = changed_at where study_uid = @study returning id, patient_key", "study");

    // Counted, not timed: what appears after the mark may have been received long before it, or by a node whose clock is behind.
    private static readonly Statement Mark = new(
        $"""
        select case when d.contents = {Contents} then 1 else 0 end from study_deletions d join studies t on t.study_uid = d.study_uid
        where d.study_uid = @study and d.purge_at <= @now and not exists (select 1 from legal_holds h where h.study_uid = d.study_uid)
        """,
        "study", "now");

    private static readonly Statement Contested = new(
        $"select 1 from instance_versions v join instances i on i.sop_uid = v.sop_uid where i.id in ({OfStudy}) and v.study_uid <> @study limit 1", "id", "study");

    private static readonly Statement Objects = new(
        $"""
        select object_key, pack_key from instances where id in ({OfStudy})
        union all
        select object_key, pack_key from instance_versions where study_uid = @study
        """,
        "id", "study");

    private static readonly Statement PackName = new("select object_name from packs where id = @id", "id");

    // versions of this study's bytes under another study's UID: that study has one less to look at
    private static readonly Statement CountVersions = new(
        """
        update studies set pending_versions = pending_versions - (
            select count(*) from instance_versions v join instances i on i.sop_uid = v.sop_uid join series s on s.id = i.series_key
            where v.study_uid = @study and v.is_pending = 1 and s.study_key = studies.id)
        where id <> @id and id in (
            select s.study_key from instance_versions v join instances i on i.sop_uid = v.sop_uid join series s on s.id = i.series_key where v.study_uid = @study)
        """,
        "id", "study");

    private static readonly Statement[] Deletions =
    [
        new("delete from instance_versions where study_uid = @study", "id", "study"),
        new($"delete from instance_headers where instance_key in ({OfStudy})", "id", "study"),
        new("delete from instances where series_key in (select s.id from series s where s.study_key = @id)", "id", "study"),
        new("delete from postings where study_key = @id", "id", "study"),
        new("delete from series where study_key = @id", "id", "study"),
        new("delete from studies where id = @id", "id", "study"),
        new("delete from study_retention where study_uid = @study", "id", "study"),
        new("delete from study_deletions where study_uid = @study", "id", "study"),
        new("delete from recodings where study_uid = @study", "id", "study"),
        new("delete from recoded_studies where study_uid = @study", "id", "study"),
    ];

    private static readonly Statement DeletePatient = new(
        "delete from patients where id = @id and not exists (select 1 from studies t where t.patient_key = patients.id)", "id");

    public async Task<PurgeOutcome> RunAsync(CancellationToken cancellationToken)
    {
        if (await session.QueryAsync(Lock, [study], row => (Id: row.GetInt64(0), Patient: row.GetInt64(1)), cancellationToken) is not [var found]
            || await session.QueryAsync(Mark, [study, now.ToUnixTimeMilliseconds()], row => row.GetInt32(0) == 1, cancellationToken) is not [var isAsMarked])
            return Not(PurgeResult.NotAllowed);
        if (!isAsMarked)
            return Not(PurgeResult.HasGrown);
        if ((await session.QueryAsync(Contested, [found.Id, study], _ => true, cancellationToken)).Count > 0)
            return Not(PurgeResult.IsContested);
        if (!await mayGo())
            return Not(PurgeResult.NotAllowed);
        var objects = await session.QueryAsync(Objects, [found.Id, study], row => (Key: row.GetString(0), Pack: row.IsDBNull(1) ? (long?)null : row.GetInt64(1)), cancellationToken);
        session.Queue(CountVersions, found.Id, study);
        foreach (var deletion in Deletions)
            session.Queue(deletion, found.Id, study);
        session.Queue(DeletePatient, found.Patient);
        foreach (var (key, _) in objects.Where(one => one.Pack is null))
            session.Queue(Removals.Add, key, (now + grace).ToUnixTimeMilliseconds());
        return new PurgeOutcome(PurgeResult.Purged, objects.Count, await DropPacksAsync([.. objects.Select(one => one.Pack).OfType<long>().Distinct()], cancellationToken))
        {
            ObjectKeys = [.. objects.Select(one => one.Key)],
        };
    }

    private async Task<IReadOnlyList<string>> DropPacksAsync(IReadOnlyList<long> packs, CancellationToken cancellationToken)
    {
        var toRewrite = new List<string>();
        foreach (var id in packs)
        {
            var name = (await session.QueryAsync(PackName, [id], row => row.GetString(0), cancellationToken))[0];
            if (!await Removals.DropPackAsync(session, id, name, seen.Contains(name) ? now + grace : null, cancellationToken))
                toRewrite.Add(name);
        }

        return toRewrite;
    }

    private static PurgeOutcome Not(PurgeResult result) => new(result, 0, []);
}
