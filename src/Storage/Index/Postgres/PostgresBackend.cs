using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace ImagingGateway.Storage.Index.Postgres;

/// <summary>The index on a PostgreSQL server, shared by any number of nodes.</summary>
internal sealed class PostgresBackend : IIndexBackend
{
    /// <summary>Names the advisory lock under which migrations run.</summary>
    private const long MigrationLock = 0x696D675F6D696772; // "img_migr"

    // Compiling a statement costs PostgreSQL up to 0.3 s, far more than our statements, of which it expects more work than they are.
    private const string OnOpening = "set jit = off";

    private readonly NpgsqlDataSource _dataSource;

    public PostgresBackend(PostgresOptions options)
    {
        var settings = Settings(options);
        Server = $"{settings.Host}:{settings.Port}";
        var builder = new NpgsqlDataSourceBuilder(settings.ToString());
        builder.UsePhysicalConnectionInitializer(Execute, ExecuteAsync);
        _dataSource = builder.Build();
        Database = new GatewayDatabase(this, _dataSource, SqlDialect.Postgres);
    }

    public GatewayDatabase Database { get; }

    private string Server { get; }

    public async Task<WriteSession> BeginWriteAsync(CancellationToken cancellationToken)
    {
        var connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            return new PostgresWriteSession(connection, await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task<MigrationSession> BeginMigrationAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connection = await _dataSource.OpenConnectionAsync(cancellationToken);
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var session = new MigrationSession(connection, transaction);
            await session.ExecuteAsync($"select pg_advisory_xact_lock({MigrationLock})", cancellationToken);
            return session;
        }
        catch (Exception problem) when (problem is NpgsqlException or SocketException or TimeoutException)
        {
            throw new IndexUnavailableException(Explain(problem), problem);
        }
    }

    // A unique key, a deadlock or a serialisation failure: another node published into the same study at this moment.
    // A missing parent: the study was removed since we looked it up.
    public bool IsConflict(DbException exception) => exception.SqlState is
        PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.ForeignKeyViolation;

    public string IsAnyOf(string column, string parameter) => $"{column} = any({parameter})";

    public object ListOf(IReadOnlyCollection<long> values) => values.ToArray();

    public object ListOf(IReadOnlyCollection<string> values) => values.ToArray();

    public ValueTask DisposeAsync() => _dataSource.DisposeAsync();

    private static void Execute(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(OnOpening, connection);
        command.ExecuteNonQuery();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(OnOpening, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlConnectionStringBuilder Settings(PostgresOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
            throw new IndexUnavailableException("The setting Index is 'postgres', but Postgres:ConnectionString is empty: write for example Host=db;Username=gateway;Password=…;Database=gateway.");
        try
        {
            // Nothing here changes a session after it was opened, so nothing need be put back: that would be seven statements before each of ours, and jit would be on again.
            var settings = new NpgsqlConnectionStringBuilder(options.ConnectionString) { ApplicationName = "imaging-gateway", NoResetOnClose = true, ReadBufferSize = 64 << 10 };
            if (settings.MaxAutoPrepare == 0)
                settings.MaxAutoPrepare = 100; // the statements are few and come back all the time
            return settings;
        }
        catch (ArgumentException problem)
        {
            throw new IndexUnavailableException($"Postgres:ConnectionString cannot be read ({problem.Message}): write for example Host=db;Username=gateway;Password=…;Database=gateway.", problem);
        }
    }

    private string Explain(Exception problem) => problem switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            $"PostgreSQL at {Server} refuses the user name or password: correct Postgres:ConnectionString.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            $"PostgreSQL at {Server} has no database of that name: create it (createdb) or correct Postgres:ConnectionString.",
        PostgresException refused => $"PostgreSQL at {Server} refuses ({refused.MessageText}): correct the server's or this gateway's settings.",
        _ => $"PostgreSQL at {Server} cannot be reached ({problem.GetBaseException().Message}): check that it runs, and that Postgres:ConnectionString names its host and port.",
    };
}
