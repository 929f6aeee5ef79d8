using Dapper;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Index;

namespace ImagingGateway.DicomGateway.Forwarding;

/// <summary>Which instances a rule wants and which of them the peer has confirmed. Portable SQL, every value a parameter.</summary>
internal sealed class ForwardIndex(GatewayDatabase database, TimeProvider time)
{
    private const int NewestSeries = 2000;

    /// <summary>What was confirmed is remembered for so long; what arrived before that is not sent any more, also when a late image joins its study.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(90);

    public static readonly IReadOnlyList<Migration> Migrations =
    [
        new Migration("forwarding", 1, Table("INTEGER"), Table("BIGINT")),
        new Migration("forwarding", 2, ByTime, ByTime),
    ];

    private const string ByTime = "CREATE INDEX forwarded_instances_by_time ON forwarded_instances (at);";

    /// <summary>Instances of a study that the rule wants and the peer has not confirmed.</summary>
    public async Task<HashSet<Uid>> MissingAsync(ForwardRule rule, string studyUid, CancellationToken cancellationToken)
    {
        var (where, parameters) = Condition(rule);
        parameters.Add("study", studyUid);
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        var uids = await connection.QueryAsync<string>(new CommandDefinition(
            $"SELECT i.sop_uid FROM studies t JOIN series s ON s.study_key = t.id JOIN instances i ON i.series_key = s.id WHERE t.study_uid = @study AND {where}",
            parameters, cancellationToken: cancellationToken));
        return [.. uids.Select(uid => new Uid(uid))];
    }

    /// <summary>Studies with such instances among what arrived since a moment; the newest series only, whatever the archive's size.</summary>
    public async Task<IReadOnlyList<string>> StudiesWithMissingAsync(ForwardRule rule, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var (where, parameters) = Condition(rule);
        parameters.Add("since", since.ToUnixTimeMilliseconds());
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<string>(new CommandDefinition(
            $"""
            SELECT DISTINCT t.study_uid FROM (SELECT id, study_key, modality, received_at FROM series ORDER BY id DESC LIMIT {NewestSeries}) s JOIN studies t ON t.id = s.study_key
            WHERE s.received_at >= @since AND EXISTS (SELECT 1 FROM instances i WHERE i.series_key = s.id AND {where})
            """,
            parameters, cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>Remembers what the peer has confirmed.</summary>
    public async Task ConfirmedAsync(ForwardRule rule, IEnumerable<Uid> instances, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow().ToUnixTimeMilliseconds();
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO forwarded_instances (destination, sop_uid, at) VALUES (@destination, @uid, @at) ON CONFLICT (destination, sop_uid) DO NOTHING",
            instances.Select(uid => new { destination = rule.To.Trim(), uid = uid.Value, at }), transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Forgets what no comparison asks for any more.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition("DELETE FROM forwarded_instances WHERE at < @horizon", new { horizon = Horizon }, cancellationToken: cancellationToken));
    }

    private long Horizon => (time.GetUtcNow() - Remembered).ToUnixTimeMilliseconds();

    private (string Where, DynamicParameters Parameters) Condition(ForwardRule rule)
    {
        var parameters = new DynamicParameters();
        parameters.Add("destination", rule.To.Trim());
        parameters.Add("horizon", Horizon);
        var where = "i.received_at >= @horizon AND NOT EXISTS (SELECT 1 FROM forwarded_instances f WHERE f.destination = @destination AND f.sop_uid = i.sop_uid)"
            + AnyOf("i.calling_ae", "caller", rule.CallingAETitles, parameters) + AnyOf("s.modality", "modality", rule.Modalities, parameters);
        return (where, parameters);
    }

    private static string AnyOf(string column, string name, IReadOnlyList<string> values, DynamicParameters parameters)
    {
        foreach (var (index, value) in values.Index())
            parameters.Add($"{name}{index}", value.Trim());
        return values.Count == 0 ? string.Empty : $" AND {column} IN ({string.Join(", ", values.Index().Select(value => $"@{name}{value.Index}"))})";
    }

    private static string Table(string integer) => $"""
        CREATE TABLE forwarded_instances (
            destination TEXT NOT NULL,
            sop_uid TEXT NOT NULL,
            at {integer} NOT NULL,
            PRIMARY KEY (destination, sop_uid)
        );
        """;
}
