using System.Data;
using System.Data.Common;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace ImagingGateway.Storage.Index.Sqlite;

/// <summary>The embedded index: one file, one writer at a time, readers that never wait for it (write-ahead log).</summary>
internal sealed class SqliteBackend : IIndexBackend
{
    private readonly string _file;
    private readonly SqliteDataSource _dataSource;
    private readonly SqliteWriter _writer;

    public SqliteBackend(string directory)
    {
        _file = Path.Combine(directory, "index.db");
        _dataSource = new SqliteDataSource(_file);
        _writer = new SqliteWriter(_dataSource);
        Database = new GatewayDatabase(this, _dataSource, SqlDialect.Sqlite);
    }

    public GatewayDatabase Database { get; }

    public Task<WriteSession> BeginWriteAsync(CancellationToken cancellationToken) => _writer.BeginAsync(cancellationToken);

    public async Task<MigrationSession> BeginMigrationAsync(CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
            var connection = (SqliteConnection)await _dataSource.OpenConnectionAsync(cancellationToken);
            await using (var command = connection.CreateCommand())
            {
                command.CommandText = "pragma page_size = 8192; pragma journal_mode = wal;";
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            // BEGIN IMMEDIATE: a second process waits here (busy_timeout).
            return new MigrationSession(connection, connection.BeginTransaction(IsolationLevel.Serializable));
        }
        catch (Exception problem) when (problem is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new IndexUnavailableException(
                $"The index file '{_file}' cannot be opened ({problem.Message}): check that the disk is there, not full, and that this user may write to it.", problem);
        }
    }

    // A parent row that was looked up before is gone (787, SQLITE_CONSTRAINT_FOREIGNKEY), or another process published the same
    // study (2067, 1555: unique and primary key constraints).
    public bool IsConflict(DbException exception) => exception is SqliteException { SqliteExtendedErrorCode: 787 or 2067 or 1555 };

    public string IsAnyOf(string column, string parameter) => $"{column} in (select value from json_each({parameter}))";

    public object ListOf(IReadOnlyCollection<long> values) => JsonSerializer.Serialize(values);

    public object ListOf(IReadOnlyCollection<string> values) => JsonSerializer.Serialize(values);

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _dataSource.DisposeAsync();
    }
}
