using System.Data.Common;

namespace ImagingGateway.Storage.Index;

/// <summary>
/// The one database of the gateway. Rooms above Storage that keep tables of their own (study links, accounts) contribute
/// <see cref="Migration"/>s and write portable SQL against <see cref="DataSource"/>; what many rows take goes through <see cref="BeginWriteAsync"/>.
/// </summary>
public sealed class GatewayDatabase
{
    private readonly IIndexBackend _backend;

    internal GatewayDatabase(IIndexBackend backend, DbDataSource dataSource, SqlDialect dialect) => (_backend, DataSource, Dialect) = (backend, dataSource, dialect);

    public DbDataSource DataSource { get; }

    public SqlDialect Dialect { get; }

    /// <summary>Begins a transaction of prepared statements, many of which travel together; waits for its turn where the database has one writer.</summary>
    public Task<WriteSession> BeginWriteAsync(CancellationToken cancellationToken) => _backend.BeginWriteAsync(cancellationToken);

    /// <summary>Condition that <paramref name="column"/> is one of the values of a list parameter: one text, however many they are.</summary>
    public string IsAnyOf(string column, string parameter) => _backend.IsAnyOf(column, parameter);

    /// <summary>The value for a parameter of <see cref="IsAnyOf"/>.</summary>
    public object ListOf(IReadOnlyCollection<long> values) => _backend.ListOf(values);

    /// <inheritdoc cref="ListOf(IReadOnlyCollection{long})"/>
    public object ListOf(IReadOnlyCollection<string> values) => _backend.ListOf(values);
}

/// <summary>The two dialects.</summary>
public enum SqlDialect
{
    Sqlite,
    Postgres,
}
