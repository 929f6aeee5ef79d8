using System.Data.Common;

namespace ImagingGateway.Storage.Index;

/// <summary>One write transaction. Dispose without <see cref="CommitAsync"/> rolls back.</summary>
public abstract class WriteSession : IAsyncDisposable
{
    /// <summary>Hands over a statement whose result does not matter; it may be sent later, together with others.</summary>
    public abstract void Queue(Statement statement, params ReadOnlySpan<object?> values);

    /// <summary>Runs what was queued, then a query.</summary>
    public abstract Task<List<T>> QueryAsync<T>(
        Statement statement, object?[] values, Func<DbDataReader, T> map, CancellationToken cancellationToken);

    /// <summary>Runs what was queued and makes everything durable and visible.</summary>
    public abstract Task CommitAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    protected static void Bind(DbCommand command, Statement statement, ReadOnlySpan<object?> values)
    {
        for (var index = 0; index < statement.Parameters.Length; index++)
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
    }
}
