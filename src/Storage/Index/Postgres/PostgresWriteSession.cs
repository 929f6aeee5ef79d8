using System.Data.Common;
using Npgsql;

namespace ImagingGateway.Storage.Index.Postgres;

/// <summary>A transaction whose queued statements travel together: one round trip for many rows.</summary>
internal sealed class PostgresWriteSession(NpgsqlConnection connection, NpgsqlTransaction transaction) : WriteSession
{
    /// <summary>Statements that wait at most, so that a large batch does not hold all its rows twice.</summary>
    private const int MostQueued = 500;

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
        if (_queued?.BatchCommands.Count > MostQueued)
            await FlushAsync(cancellationToken);
        // The queries of a publication never read what the same publication queued, so the queue may wait.
        await using var command = new NpgsqlCommand(statement.Text, connection, transaction);
        for (var index = 0; index < statement.Parameters.Length; index++)
            command.Parameters.Add(new NpgsqlParameter { ParameterName = statement.Parameters[index], Value = values[index] ?? DBNull.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
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
