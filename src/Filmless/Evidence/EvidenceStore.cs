using System.Text.Json;
using Dapper;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Index;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>Rows of the evidence room: portable SQL, every value a parameter.</summary>
internal sealed class EvidenceStore(GatewayDatabase database)
{
    /// <summary>Raise it when <see cref="StudyEvidence"/> or how it is read changes: every study is then read again.</summary>
    private const int Form = 3;

    private const string IsCurrent = "e.study_key = t.id AND e.form = @form AND e.instances = t.instance_count AND e.changed_at = t.changed_at AND e.versions = t.pending_versions";

    private static readonly JsonSerializerOptions Json = new() { Converters = { new UidJson() } };

    private static readonly Statement AddDevice = Statement.Insert("evidence_devices", "study_key", "device", "first_at", "last_at").With("on conflict (study_key, device) do nothing");
    private static readonly Statement AddOrder = Statement.Insert("evidence_orders", "number", "study_key").With("on conflict (number, study_key) do nothing");
    private static readonly Statement AddPixels = Statement.Insert("evidence_pixels", "study_key", "pixel_key").With("on conflict (pixel_key, study_key) do nothing");
    private static readonly Statement KeepFacts = Statement.Insert("evidence_studies", "study_key", "form", "instances", "changed_at", "versions", "facts").With(
        "on conflict (study_key) do update set form = @form, instances = @instances, changed_at = @changed_at, versions = @versions, facts = @facts");

    private readonly PixelTwins _twins = new(database);
    private readonly Statement _keptPixels = new($"SELECT study_key, pixel_key FROM evidence_pixels WHERE {database.IsAnyOf("study_key", "@studies")}", "studies");
    private readonly Statement _forgetPixels = ForgetIn("evidence_pixels", database);
    private readonly Statement _forgetDevices = ForgetIn("evidence_devices", database);
    private readonly Statement _forgetOrders = ForgetIn("evidence_orders", database);
    private readonly Statement _forgetFacts = ForgetIn("evidence_studies", database);

    /// <summary>A study with its facts; null facts are missing or behind.</summary>
    public sealed record State(long Key, Uid Study, long Instances, long ChangedAt, long Versions, StudyEvidence? Facts);

    public async Task<List<State>> StatesAsync(IEnumerable<Uid> studies, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        return [.. (await connection.QueryAsync<StateRow>(new CommandDefinition(
            $"""
            SELECT t.id AS StudyKey, t.study_uid AS Study, t.instance_count AS Instances, t.changed_at AS ChangedAt, t.pending_versions AS Versions, e.facts AS Facts
            FROM studies t LEFT JOIN evidence_studies e ON {IsCurrent} WHERE {database.IsAnyOf("t.study_uid", "@studies")}
            """,
            database.Studies(studies).With("form", Form),
            cancellationToken: cancellationToken))).Select(row => row.ToState())];
    }

    /// <summary>Some of the studies that are behind, after a key.</summary>
    public async Task<List<(long Key, Uid Study)>> BehindAsync(long after, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<(long Key, string Study)>(new CommandDefinition(
            $"SELECT t.id, t.study_uid FROM studies t LEFT JOIN evidence_studies e ON {IsCurrent} WHERE t.id > @after AND e.study_key IS NULL ORDER BY t.id LIMIT @limit",
            new { form = Form, after, limit },
            cancellationToken: cancellationToken));
        return [.. rows.Select(row => (row.Key, new Uid(row.Study)))];
    }

    /// <summary>Forgets studies that the archive no longer has.</summary>
    public async Task ForgetRemovedAsync(CancellationToken cancellationToken)
    {
        List<long> gone;
        await using (var connection = await database.DataSource.OpenConnectionAsync(cancellationToken))
        {
            gone = (await connection.QueryAsync<long>(new CommandDefinition(
                "SELECT e.study_key FROM evidence_studies e LEFT JOIN studies t ON t.id = e.study_key WHERE t.id IS NULL LIMIT 1000", cancellationToken: cancellationToken))).AsList();
        }

        if (gone.Count == 0)
            return;
        await using var session = await database.BeginWriteAsync(cancellationToken);
        var keys = database.ListOf(gone);
        session.Queue(_forgetPixels, keys);
        _twins.Forget(session, gone);
        session.Queue(_forgetDevices, keys);
        session.Queue(_forgetOrders, keys);
        session.Queue(_forgetFacts, keys);
        await session.CommitAsync(cancellationToken);
    }

    /// <summary>Keeps the facts of some studies as they were when their states were read: all of them or none.</summary>
    public async Task KeepAsync(IReadOnlyList<ReadStudy> studies, CancellationToken cancellationToken)
    {
        List<long> keys = [.. studies.Select(study => study.State.Key).Order()]; // two nodes take the same rows in the same order
        var pixels = await _twins.PixelsAsync(keys, cancellationToken);
        await KeepWhatOthersFindAsync(studies, keys, pixels, cancellationToken);

        // After the commit: of two nodes that read twin studies side by side, the later one sees the other's rows. Facts that are kept mean twins were looked for.
        var twins = await _twins.FindAsync(keys, pixels, cancellationToken);
        await using var session = await database.BeginWriteAsync(cancellationToken);
        PixelTwins.Keep(session, twins);
        foreach (var (state, facts, _) in studies.OrderBy(study => study.State.Key))
            session.Queue(KeepFacts, state.Key, (long)Form, state.Instances, state.ChangedAt, state.Versions, JsonSerializer.Serialize(facts, Json));
        await session.CommitAsync(cancellationToken);
    }

    private async Task KeepWhatOthersFindAsync(IReadOnlyList<ReadStudy> studies, List<long> keys, ILookup<long, byte[]> pixels, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWriteAsync(cancellationToken);
        session.Queue(_forgetDevices, database.ListOf(keys));
        session.Queue(_forgetOrders, database.ListOf(keys));
        foreach (var (state, facts, _) in studies.OrderBy(study => study.State.Key))
        {
            foreach (var (device, first, last) in DevicesOf(facts))
                session.Queue(AddDevice, state.Key, device, Ticks.Of(first), Ticks.Of(last));
            foreach (var number in facts.OrderNumbers)
                session.Queue(AddOrder, number, state.Key);
        }

        var kept = (await session.QueryAsync(_keptPixels, [database.ListOf(keys)], row => (row.GetInt64(0), row.GetInt64(1)), cancellationToken)).ToHashSet();
        foreach (var one in pixels.SelectMany(study => study.Select(hash => (Study: study.Key, Pixels: PixelTwins.KeyOf(hash)))).Distinct().Where(one => !kept.Contains(one)).Order())
            session.Queue(AddPixels, one.Study, one.Pixels);
        await session.CommitAsync(cancellationToken);
    }

    private static Statement ForgetIn(string table, GatewayDatabase database) => new($"DELETE FROM {table} WHERE {database.IsAnyOf("study_key", "@studies")}", "studies");

    private static IEnumerable<(string Device, DateTime First, DateTime Last)> DevicesOf(StudyEvidence facts) =>
        facts.Series.Where(series => series.FirstAcquisition is not null && series.Device.Key.Length > 0).GroupBy(series => series.Device.Key)
            .Select(group => (group.Key, group.Min(series => series.FirstAcquisition!.Value), group.Max(series => series.LastAcquisition!.Value)));

    private sealed record StateRow
    {
        public long StudyKey { get; init; }

        public string Study { get; init; } = "";

        public long Instances { get; init; }

        public long ChangedAt { get; init; }

        public long Versions { get; init; }

        public string? Facts { get; init; }

        public State ToState() =>
            new(StudyKey, new Uid(Study), Instances, ChangedAt, Versions, Facts is null ? null : JsonSerializer.Deserialize<StudyEvidence>(Facts, Json));
    }
}
