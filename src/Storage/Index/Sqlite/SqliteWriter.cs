using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace ImagingGateway.Storage.Index.Sqlite;

/// <summary>The one writing connection of the process, with its prepared statements; transactions take turns.</summary>
internal sealed class SqliteWriter(SqliteDataSource dataSource) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<Statement, SqliteCommand> _prepared = new(ReferenceEqualityComparer.Instance);
    private SqliteConnection? _connection;

    public async Task<WriteSession> BeginAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_connection is null)
            {
                _connection = (SqliteConnection)dataSource.OpenConnection();
                using var cache = _connection.CreateCommand();
                cache.CommandText = "pragma cache_size = -32768;";
                cache.ExecuteNonQuery();
            }

            return new Session(this, _connection.BeginTransaction(IsolationLevel.Serializable));
        }
        catch
        {
            _turn.Release();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        foreach (var command in _prepared.Values)
            await command.DisposeAsync();
        if (_connection is not null)
            await _connection.DisposeAsync();
        _turn.Dispose();
    }

    private SqliteCommand Prepared(Statement statement, SqliteTransaction transaction)
    {
        if (!_prepared.TryGetValue(statement, out var command))
        {
            command = _connection!.CreateCommand();
            command.CommandText = statement.Text;
            foreach (var name in statement.Parameters)
                command.Parameters.Add(new SqliteParameter { ParameterName = "@" + name });
            _prepared.Add(statement, command);
        }

        command.Transaction = transaction;
        return command;
    }

    private sealed class Session(SqliteWriter writer, SqliteTransaction transaction) : WriteSession
    {
        // Embedded: "sending" is a function call, so nothing is gained by waiting.
        public override void Queue(Statement statement, params ReadOnlySpan<object?> values)
        {
            var command = writer.Prepared(statement, transaction);
            Bind(command, statement, values);
            command.ExecuteNonQuery();
        }

        public override Task<List<T>> QueryAsync<T>(
            Statement statement, object?[] values, Func<DbDataReader, T> map, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var command = writer.Prepared(statement, transaction);
            Bind(command, statement, values);
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
                rows.Add(map(reader));
            return Task.FromResult(rows);
        }

        public override Task CommitAsync(CancellationToken cancellationToken)
        {
            transaction.Commit();
            return Task.CompletedTask;
        }

        public override async ValueTask DisposeAsync()
        {
            try
            {
                await transaction.DisposeAsync();
            }
            finally
            {
                writer._turn.Release();
            }
        }
    }
}
