using System.Data;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using ImagingGateway.Storage.Maintenance;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ImagingGateway.Storage.Index.Postgres;

/// <summary>
/// A backup is a compressed text file per table, in the form of COPY, all of one moment (repeatable read). Any PostgreSQL reads them; pg_dump is
/// not needed.
/// </summary>
internal sealed class PostgresBackup(PostgresOptions options, PostgresBackend backend, IEnumerable<Migration> migrations) : IIndexBackup
{
    private const string Suffix = ".copy.gz";
    private const int Piece = 64 << 10;

    public async Task<IReadOnlyList<SavedTable>> SaveAsync(string directory, CancellationToken cancellationToken)
    {
        await using var connection = (NpgsqlConnection)await backend.Database.DataSource.OpenConnectionAsync(cancellationToken);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        return await CopyOutAsync(connection, directory, cancellationToken);
    }

    public Task RestoreAsync(string directory, CancellationToken cancellationToken) => RestoreAsync(backend, directory, cancellationToken);

    public async Task<IReadOnlyList<SavedTable>> RehearseAsync(string directory, CancellationToken cancellationToken)
    {
        var schema = $"restore_{Guid.NewGuid():n}";
        await ExecuteAsync(backend, $"create schema {schema}", cancellationToken);
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(options.ConnectionString) { SearchPath = schema, Pooling = false };
            await using var scratch = new PostgresBackend(new PostgresOptions { ConnectionString = settings.ToString() });
            await new MigrationRunner(scratch, migrations, NullLogger<MigrationRunner>.Instance).RunAsync(cancellationToken);
            await RestoreAsync(scratch, directory, cancellationToken);
            await using var connection = (NpgsqlConnection)await scratch.Database.DataSource.OpenConnectionAsync(cancellationToken);
            return await CopyOutAsync(connection, null, cancellationToken);
        }
        finally
        {
            await ExecuteAsync(backend, $"drop schema {schema} cascade", CancellationToken.None);
        }
    }

    private static async Task RestoreAsync(PostgresBackend target, string directory, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(directory, "migrations" + Suffix)))
            throw new FileNotFoundException($"There is no backup of a PostgreSQL index in {directory}: was it made with Index=postgres?");
        await using var connection = (NpgsqlConnection)await target.Database.DataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var tables = await TablesAsync(connection, cancellationToken);
        BackupRules.RequireSame([.. ReadSaved(directory, "migrations").Select(line => string.Join(' ', line.Split('\t')[..2])).Order(StringComparer.Ordinal)],
            [.. (await ListAsync(connection, "select room || ' ' || number from migrations", cancellationToken)).Order(StringComparer.Ordinal)]);
        foreach (var table in BackupRules.MustBeEmpty)
            BackupRules.RequireEmpty(table, long.Parse((await ListAsync(connection, $"select count(*)::text from {table}", cancellationToken))[0], CultureInfo.InvariantCulture));
        foreach (var table in tables.Reverse().Select(table => table.Name))
        {
            if ((await ListAsync(connection, $"select '1' from {Quoted(table)} limit 1", cancellationToken)).Count > 0)
                await ExecuteAsync(connection, $"delete from {Quoted(table)}", cancellationToken);
        }

        foreach (var (table, _) in tables)
        {
            await using var writer = await connection.BeginTextImportAsync($"copy {Quoted(table)} from stdin", cancellationToken);
            using var reader = Open(directory, table);
            var piece = new char[Piece];
            while (await reader.ReadAsync(piece, cancellationToken) is > 0 and var count)
                await writer.WriteAsync(piece.AsMemory(0, count), cancellationToken);
        }

        foreach (var (table, column) in await IdentitiesAsync(connection, cancellationToken))
            await ExecuteAsync(connection, $"select setval(pg_get_serial_sequence('{table}', '{column}'), coalesce((select max({column}) from {Quoted(table)}), 0) + 1, false)", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<SavedTable>> CopyOutAsync(NpgsqlConnection connection, string? directory, CancellationToken cancellationToken)
    {
        var saved = new List<SavedTable>();
        foreach (var (table, order) in await TablesAsync(connection, cancellationToken))
        {
            await using var file = directory is null ? null : new StreamWriter(new GZipStream(File.Create(Path.Combine(directory, table + Suffix)), CompressionLevel.Fastest));
            using var reader = await connection.BeginTextExportAsync($"copy (select * from {Quoted(table)}{order}) to stdout", cancellationToken);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var (rows, piece) = (0L, new char[Piece]);
            while (await reader.ReadAsync(piece, cancellationToken) is > 0 and var count)
            {
                rows += piece.AsSpan(0, count).Count('\n'); // line ends inside values are escaped
                hash.AppendData(Encoding.Unicode.GetBytes(piece, 0, count));
                if (file is not null)
                    await file.WriteAsync(piece.AsMemory(0, count), cancellationToken);
            }

            saved.Add(new SavedTable(table, rows, Convert.ToHexStringLower(hash.GetHashAndReset())));
        }

        return saved;
    }

    /// <summary>Our tables with the order of their rows; a table comes after those it refers to.</summary>
    private static async Task<IReadOnlyList<(string Name, string Order)>> TablesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var names = await ListAsync(connection, "select table_name::text from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1", cancellationToken);
        var keys = (await ListAsync(
            connection,
            """
            select c.relname || ' ' || string_agg(quote_ident(a.attname), ', ' order by array_position(i.indkey::int2[], a.attnum))
            from pg_index i join pg_class c on c.oid = i.indrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
            where i.indisprimary and c.relnamespace = current_schema()::regnamespace group by c.relname
            """,
            cancellationToken)).Select(line => line.Split(' ', 2)).ToDictionary(line => line[0], line => " order by " + line[1], StringComparer.Ordinal);
        var references = (await ListAsync(
            connection,
            "select c.conrelid::regclass::text || ' ' || c.confrelid::regclass::text from pg_constraint c where c.contype = 'f' and c.connamespace = current_schema()::regnamespace",
            cancellationToken)).Select(line => line.Split(' ')).Where(line => line[0] != line[1]).ToLookup(line => line[0], line => line[1], StringComparer.Ordinal);
        var ordered = new List<string>();
        foreach (var name in names)
            Place(name);
        return [.. ordered.Select(name => (name, keys.GetValueOrDefault(name, string.Empty)))];

        void Place(string name)
        {
            if (ordered.Contains(name))
                return;
            foreach (var parent in references[name])
                Place(parent);
            ordered.Add(name);
        }
    }

    private static async Task<IEnumerable<(string Table, string Column)>> IdentitiesAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (await ListAsync(connection, "select table_name::text || ' ' || column_name::text from information_schema.columns where table_schema = current_schema() and is_identity = 'YES'", cancellationToken))
            .Select(line => line.Split(' ')).Select(line => (line[0], line[1]));

    private static IEnumerable<string> ReadSaved(string directory, string table)
    {
        using var reader = Open(directory, table);
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private static StreamReader Open(string directory, string table) => new(new GZipStream(File.OpenRead(Path.Combine(directory, table + Suffix)), CompressionMode.Decompress));

    private static async Task<List<string>> ListAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var list = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            list.Add(reader.GetString(0));
        return list;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(PostgresBackend backend, string sql, CancellationToken cancellationToken)
    {
        await using var connection = (NpgsqlConnection)await backend.Database.DataSource.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, sql, cancellationToken);
    }

    private static string Quoted(string table) => $"\"{table}\"";
}
