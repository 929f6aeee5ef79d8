using System.Data.Common;
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

    /// <summary>A study with its facts; null facts are missing or behind.</summary>
    public sealed record State(long Key, Uid Study, long Instances, long ChangedAt, long Versions, StudyEvidence? Facts);

    public async Task<List<State>> StatesAsync(IEnumerable<Uid> studies, CancellationToken cancellationToken)
    {
        var states = new List<State>();
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        foreach (var some in studies.Distinct().Chunk(SqlList.Most))
        {
            var parameters = new DynamicParameters(new { form = Form });
            var list = parameters.AddList("study", some.Select(study => study.Value).ToList());
            states.AddRange((await connection.QueryAsync<StateRow>(new CommandDefinition(
                $"""
                SELECT t.id AS StudyKey, t.study_uid AS Study, t.instance_count AS Instances, t.changed_at AS ChangedAt, t.pending_versions AS Versions, e.facts AS Facts
                FROM studies t LEFT JOIN evidence_studies e ON {IsCurrent} WHERE t.study_uid IN {list}
                """,
                parameters,
                cancellationToken: cancellationToken))).Select(row => row.ToState()));
        }

        return states;
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
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        var gone = (await connection.QueryAsync<long>(new CommandDefinition(
            "SELECT e.study_key FROM evidence_studies e LEFT JOIN studies t ON t.id = e.study_key WHERE t.id IS NULL LIMIT 1000", cancellationToken: cancellationToken))).AsList();
        foreach (var study in gone)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                $"""
                DELETE FROM evidence_pixels WHERE study_key = @study;
                {PixelTwins.Forget}
                DELETE FROM evidence_devices WHERE study_key = @study;
                DELETE FROM evidence_orders WHERE study_key = @study;
                DELETE FROM evidence_studies WHERE study_key = @study;
                """,
                new { study },
                cancellationToken: cancellationToken));
        }
    }

    /// <summary>Keeps the facts of a study as it was when <paramref name="state"/> was read.</summary>
    public async Task KeepAsync(State state, StudyEvidence facts, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        var pixels = await PixelTwins.OfAsync(connection, state.Key, cancellationToken);
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            await connection.ExecuteAsync(new CommandDefinition("DELETE FROM evidence_devices WHERE study_key = @Key", new { state.Key }, transaction, cancellationToken: cancellationToken));
            await connection.ExecuteAsync(new CommandDefinition(
                "INSERT INTO evidence_devices (study_key, device, first_at, last_at) VALUES (@Key, @Device, @First, @Last) ON CONFLICT (study_key, device) DO NOTHING",
                DevicesOf(facts).Select(device => new { state.Key, device.Device, First = Ticks.Of(device.First), Last = Ticks.Of(device.Last) }).ToList(),
                transaction, cancellationToken: cancellationToken));
            await connection.ExecuteAsync(new CommandDefinition("DELETE FROM evidence_orders WHERE study_key = @Key", new { state.Key }, transaction, cancellationToken: cancellationToken));
            await connection.ExecuteAsync(new CommandDefinition(
                "INSERT INTO evidence_orders (number, study_key) VALUES (@number, @Key) ON CONFLICT (number, study_key) DO NOTHING",
                facts.OrderNumbers.Select(number => new { number, state.Key }).ToList(), transaction, cancellationToken: cancellationToken));
            await AddPixelsAsync(connection, transaction, state.Key, [.. pixels.Select(PixelTwins.KeyOf).Distinct()], cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        // After the commit: of two nodes that read twin studies side by side, the later one sees the other's rows. Facts that are kept mean twins were looked for.
        var twins = await PixelTwins.FindAsync(connection, state.Key, pixels, cancellationToken);
        await using var last = await connection.BeginTransactionAsync(cancellationToken);
        await PixelTwins.KeepAsync(connection, last, state.Key, twins, cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO evidence_studies (study_key, form, instances, changed_at, versions, facts) VALUES (@Key, @form, @Instances, @ChangedAt, @Versions, @text)
            ON CONFLICT (study_key) DO UPDATE SET form = @form, instances = @Instances, changed_at = @ChangedAt, versions = @Versions, facts = @text
            """,
            new { state.Key, form = Form, state.Instances, state.ChangedAt, state.Versions, text = JsonSerializer.Serialize(facts, Json) }, last, cancellationToken: cancellationToken));
        await last.CommitAsync(cancellationToken);
    }

    private static IEnumerable<(string Device, DateTime First, DateTime Last)> DevicesOf(StudyEvidence facts) =>
        facts.Series.Where(series => series.FirstAcquisition is not null && series.Device.Key.Length > 0).GroupBy(series => series.Device.Key)
            .Select(group => (group.Key, group.Min(series => series.FirstAcquisition!.Value), group.Max(series => series.LastAcquisition!.Value)));

    private static async Task AddPixelsAsync(DbConnection connection, DbTransaction transaction, long study, List<long> wanted, CancellationToken cancellationToken)
    {
        var kept = (await connection.QueryAsync<long>(new CommandDefinition(
            "SELECT pixel_key FROM evidence_pixels WHERE study_key = @study", new { study }, transaction, cancellationToken: cancellationToken))).ToHashSet();
        foreach (var some in wanted.Where(pixels => !kept.Contains(pixels)).Chunk(SqlList.Most))
        {
            var parameters = new DynamicParameters(new { study });
            var rows = parameters.AddList("pixels", some)[1..^1].Split(", ").Select(pixels => $"({pixels}, @study)");
            await connection.ExecuteAsync(new CommandDefinition(
                $"INSERT INTO evidence_pixels (pixel_key, study_key) VALUES {string.Join(", ", rows)} ON CONFLICT (pixel_key, study_key) DO NOTHING",
                parameters, transaction, cancellationToken: cancellationToken));
        }
    }

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
