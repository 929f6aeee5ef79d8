using System.Data.Common;

namespace ImagingGateway.Storage.Index;

/// <summary>A connection that holds the migration lock inside one transaction; <see cref="CommitAsync"/> makes the new schema real.</summary>
internal sealed class MigrationSession(DbConnection connection, DbTransaction transaction) : IAsyncDisposable
{
    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public DbCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.CommandTimeout = 0; // a migration of a big archive may take its time
        return command;
    }

    public Task CommitAsync(CancellationToken cancellationToken) => transaction.CommitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
