using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace ImagingGateway.Storage.Index.Sqlite;

/// <summary>
/// A <see cref="DbDataSource"/> over Microsoft.Data.Sqlite, whose own pool keeps the handles; each handle gets its settings once.
/// </summary>
internal sealed class SqliteDataSource(string file) : DbDataSource
{
    /// <summary>
    /// synchronous=full: the spool entry of an instance is removed as soon as its row is committed, so the commit itself must survive
    /// power loss; with "normal" a WAL commit may be undone and the only trace of an acknowledged instance would be an orphan object.
    /// One flush per batch, not per instance, pays for it. No mmap: mapped pages would count as our memory, once per connection.
    /// case_sensitive_like: the same meaning of LIKE as in PostgreSQL, and prefixes can use indexes.
    /// </summary>
    private const string Settings = """
        pragma busy_timeout = 15000;
        pragma synchronous = full;
        pragma foreign_keys = on;
        pragma case_sensitive_like = on;
        pragma temp_store = memory;
        pragma cache_size = -8192;
        pragma journal_size_limit = 67108864;
        """;

    private readonly ConditionalWeakTable<object, object> _prepared = [];

    public override string ConnectionString { get; } = new SqliteConnectionStringBuilder
    {
        DataSource = file,
        Mode = SqliteOpenMode.ReadWriteCreate,
        Cache = SqliteCacheMode.Private,
        Pooling = true,
        DefaultTimeout = 30,
    }.ToString();

    protected override DbConnection CreateDbConnection()
    {
        var connection = new SqliteConnection(ConnectionString);
        connection.StateChange += Prepare;
        return connection;
    }

    protected override void Dispose(bool disposing)
    {
        using var any = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(any);
        base.Dispose(disposing);
    }

    private void Prepare(object? sender, StateChangeEventArgs change)
    {
        if (change.CurrentState != ConnectionState.Open || sender is not SqliteConnection { Handle: { } handle } connection || !_prepared.TryAdd(handle, handle))
            return;
        using var command = connection.CreateCommand();
        command.CommandText = Settings;
        command.ExecuteNonQuery();
    }
}
