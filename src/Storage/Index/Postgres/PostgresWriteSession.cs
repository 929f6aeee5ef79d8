using System.Data.Common;
using Npgsql;

namespace ImagingGateway.Storage.Index.Postgres;

/// <summary>A transaction whose queued statements travel together: one round trip for many rows.</summary>
internal sealed class PostgresWriteSession(NpgsqlConnection connection, NpgsqlTransaction transaction) : WriteSession
{
    private NpgsqlBatch? _queued;

    public override void Queue(Statement statement, params ReadOnlySpan<object?> values)
    {
        _queued ??= new NpgsqlBatch(connection, transaction);
        var command = new NpgsqlBatchCommand(statement.Text);
        for (var index = 0; index < statement.Parameters.Length; index++)
            command.Parameters.Add(new NpgsqlParameter { ParameterName = statement.Parameters[index], Value = values[index] ?? DBNull.Value });
        _queued.BatchCommands.Add(command);
    }

    public override async Task<List<T>> QueryAsync<T>(
        Statement statement, object?[] values, Func<DbDataReader, T> map, CancellationToken cancellationToken)
    {
        // What waits goes first, on the same round trip: statements without rows are passed over by the reader.
        Queue(statement, values);
        await using var batch = _queued!;
        _queued = null;
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(map(reader));
        return rows;
    }

    public override async Task CommitAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_queued is not null)
            await _queued.DisposeAsync();
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_queued is not { BatchCommands.Count: > 0 } batch)
            return;
        _queued = null;
        await using (batch)
            await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
