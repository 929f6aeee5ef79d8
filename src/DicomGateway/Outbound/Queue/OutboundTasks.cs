using Dapper;
using ImagingGateway.Storage.Index;

namespace ImagingGateway.DicomGateway.Outbound.Queue;

/// <summary>Tasks as rows: they survive restarts, and every node sees them. Portable SQL, every value a parameter.</summary>
public sealed class OutboundTasks(GatewayDatabase database, TimeProvider time)
{
    private const string Columns = "id AS Id, kind AS Kind, destination AS Destination, subject AS Subject, body AS Body, created_at AS CreatedAt, attempts AS Attempts";

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Keeps a task; durable when this returns.</summary>
    /// <param name="due">How long other nodes leave it to this one.</param>
    /// <returns>The task; null when one of the same kind, destination and subject is there already.</returns>
    public async Task<OutboundTask?> AddAsync(string kind, string destination, string subject, byte[] body, TimeSpan due, CancellationToken cancellationToken)
    {
        var task = new OutboundTask(Guid.NewGuid().ToString("n"), kind, destination, subject, body, Now, 0);
        var added = await ExecuteAsync(
            """
            INSERT INTO outbound_tasks (id, kind, destination, subject, body, created_at, due_at) VALUES (@Id, @Kind, @Destination, @Subject, @Body, @CreatedAt, @dueAt)
            ON CONFLICT (kind, destination, subject) DO NOTHING
            """,
            new { task.Id, task.Kind, task.Destination, task.Subject, task.Body, task.CreatedAt, dueAt = task.CreatedAt + (long)due.TotalMilliseconds }, cancellationToken);
        return added == 1 ? task : null;
    }

    public async Task<OutboundTask?> FindAsync(string kind, string destination, string subject, CancellationToken cancellationToken) =>
        (await QueryAsync("kind = @kind AND destination = @destination AND subject = @subject", new { kind, destination, subject }, cancellationToken)).SingleOrDefault();

    /// <summary>Null when it was done meanwhile, is not due any more, or was given up.</summary>
    internal async Task<OutboundTask?> ReadDueAsync(string id, bool atOnce, CancellationToken cancellationToken) =>
        (await QueryAsync("id = @id AND given_up_at IS NULL AND (due_at <= @now OR @atOnce = 1)", new { id, now = Now, atOnce = atOnce ? 1 : 0 }, cancellationToken)).SingleOrDefault();

    /// <summary>What is due, longest first.</summary>
    internal Task<List<OutboundTask>> DueAsync(int limit, CancellationToken cancellationToken) =>
        QueryAsync("given_up_at IS NULL AND due_at <= @now ORDER BY due_at LIMIT @limit", new { now = Now, limit }, cancellationToken);

    internal Task DoneAsync(OutboundTask task, CancellationToken cancellationToken) =>
        ExecuteAsync("DELETE FROM outbound_tasks WHERE id = @Id", new { task.Id }, cancellationToken);

    internal Task WaitAsync(OutboundTask task, TimeSpan wait, CancellationToken cancellationToken) =>
        ExecuteAsync("UPDATE outbound_tasks SET due_at = @due WHERE id = @Id", new { task.Id, due = Now + (long)wait.TotalMilliseconds }, cancellationToken);

    internal Task FailedAsync(OutboundTask task, string reason, TimeSpan pause, bool givesUp, CancellationToken cancellationToken) => ExecuteAsync(
        "UPDATE outbound_tasks SET attempts = attempts + 1, last_error = @reason, due_at = @due, given_up_at = @givenUp WHERE id = @Id",
        new { task.Id, reason, due = Now + (long)pause.TotalMilliseconds, givenUp = givesUp ? Now : (long?)null }, cancellationToken);

    /// <summary>What waits, by destination.</summary>
    public async Task<IReadOnlyList<OutboundDestination>> SummaryAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<OutboundDestination>(new CommandDefinition(
            """
            SELECT t.destination AS Destination, SUM(CASE WHEN t.given_up_at IS NULL THEN 1 ELSE 0 END) AS Waiting,
                SUM(CASE WHEN t.given_up_at IS NULL THEN 0 ELSE 1 END) AS GivenUp, MIN(t.created_at) AS OldestAt,
                (SELECT e.last_error FROM outbound_tasks e WHERE e.destination = t.destination AND e.last_error IS NOT NULL ORDER BY e.due_at DESC LIMIT 1) AS LastError
            FROM outbound_tasks t GROUP BY t.destination ORDER BY t.destination
            """,
            cancellationToken: cancellationToken))).AsList();
    }

    private async Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }

    private async Task<List<OutboundTask>> QueryAsync(string where, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<OutboundTask>(
            new CommandDefinition($"SELECT {Columns} FROM outbound_tasks WHERE {where}", parameters, cancellationToken: cancellationToken))).AsList();
    }
}
