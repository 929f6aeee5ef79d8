using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ImagingGateway.Storage.Maintenance;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImagingGateway.Storage.Index.Sqlite;

/// <summary>A backup is one SQLite file of one moment (<c>vacuum into</c>); restoring copies its rows into an empty index.</summary>
internal sealed class SqliteBackup(SqliteBackend backend, IEnumerable<Migration> migrations) : IIndexBackup
{
    private const string FileName = "index.db";

    public async Task<IReadOnlyList<SavedTable>> SaveAsync(string directory, CancellationToken cancellationToken)
    {
        var file = Path.Combine(directory, FileName);
        File.Delete(file);
        await using (var connection = await backend.Database.DataSource.OpenConnectionAsync(cancellationToken))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "vacuum into @file";
            command.AddParameter("file", file);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var saved = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        await saved.OpenAsync(cancellationToken);
        return await DigestAsync(saved, cancellationToken);
    }

    public Task RestoreAsync(string directory, CancellationToken cancellationToken) => RestoreAsync(backend, directory, cancellationToken);

    public async Task<IReadOnlyList<SavedTable>> RehearseAsync(string directory, CancellationToken cancellationToken)
    {
        var scratch = Directory.CreateTempSubdirectory("gateway-restore-");
        try
        {
            await using var empty = new SqliteBackend(scratch.FullName);
            await new MigrationRunner(empty, migrations, NullLogger<MigrationRunner>.Instance).RunAsync(cancellationToken);
            await RestoreAsync(empty, directory, cancellationToken);
            await using var connection = (SqliteConnection)await empty.Database.DataSource.OpenConnectionAsync(cancellationToken);
            return await DigestAsync(connection, cancellationToken);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static async Task RestoreAsync(SqliteBackend target, string directory, CancellationToken cancellationToken)
    {
        var file = Path.Combine(directory, FileName);
        if (!File.Exists(file))
            throw new FileNotFoundException($"There is no {FileName} in {directory}: was the backup made with Index=sqlite?");
        await using var connection = (SqliteConnection)await target.Database.DataSource.OpenConnectionAsync(cancellationToken);
        await RunAsync(connection, $"attach '{file.Replace("'", "''", StringComparison.Ordinal)}' as saved", cancellationToken);
        try
        {
            await using var transaction = connection.BeginTransaction();
            await RunAsync(connection, "pragma defer_foreign_keys = on", cancellationToken);
            var tables = await TablesAsync(connection, "main", cancellationToken);
            BackupRules.RequireSame(await MigrationsAsync(connection, "saved", cancellationToken), await MigrationsAsync(connection, "main", cancellationToken));
            foreach (var table in BackupRules.MustBeEmpty)
                BackupRules.RequireEmpty(table, Convert.ToInt64(await ScalarAsync(connection, $"select count(*) from main.\"{table}\"", cancellationToken), CultureInfo.InvariantCulture));
            foreach (var table in tables)
            {
                await RunAsync(connection, $"delete from main.\"{table}\" where exists (select 1 from main.\"{table}\")", cancellationToken);
                await RunAsync(connection, $"insert into main.\"{table}\" select * from saved.\"{table}\"", cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }
        finally
        {
            await RunAsync(connection, "detach saved", CancellationToken.None);
        }
    }

    private static async Task<IReadOnlyList<SavedTable>> DigestAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var saved = new List<SavedTable>();
        foreach (var table in await TablesAsync(connection, "main", cancellationToken))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"select * from \"{table}\"";
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var (rows, digest) = (0L, new byte[SHA256.HashSizeInBytes]);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            while (await reader.ReadAsync(cancellationToken))
            {
                rows++;
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    var bytes = reader.IsDBNull(i) ? [] : reader.GetValue(i) is byte[] blob ? blob : Encoding.UTF8.GetBytes(Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)!);
                    hash.AppendData(BitConverter.GetBytes(reader.IsDBNull(i) ? -1 : bytes.Length));
                    hash.AppendData(bytes);
                }

                // the sum of the rows' hashes does not depend on their order
                var row = hash.GetHashAndReset();
                for (var i = 0; i < digest.Length; i++)
                    digest[i] = unchecked((byte)(digest[i] + row[i]));
            }

            saved.Add(new SavedTable(table, rows, Convert.ToHexStringLower(digest)));
        }

        return saved;
    }

    private static async Task<IReadOnlyList<string>> TablesAsync(SqliteConnection connection, string schema, CancellationToken cancellationToken) =>
        await ListAsync(connection, $"select name from {schema}.sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name", cancellationToken);

    private static async Task<IReadOnlyList<string>> MigrationsAsync(SqliteConnection connection, string schema, CancellationToken cancellationToken) =>
        await ListAsync(connection, $"select room || ' ' || number from {schema}.migrations order by 1", cancellationToken);

    private static async Task<IReadOnlyList<string>> ListAsync(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var list = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            list.Add(reader.GetString(0));
        return list;
    }

    private static async Task<object?> ScalarAsync(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private static async Task RunAsync(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
