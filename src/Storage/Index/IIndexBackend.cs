using System.Data.Common;

namespace ImagingGateway.Storage.Index;

/// <summary>What differs between the two databases; everything else is one implementation over <see cref="DbDataSource"/>.</summary>
internal interface IIndexBackend : IAsyncDisposable
{
    GatewayDatabase Database { get; }

    DbDataSource DataSource => Database.DataSource;

    /// <summary>Begins a write transaction; waits for its turn where the database has one writer.</summary>
    Task<WriteSession> BeginWriteAsync(CancellationToken cancellationToken);

    /// <summary>Opens a connection on which migrations run alone: other processes wait until it is disposed.</summary>
    /// <exception cref="IndexUnavailableException">The database cannot be opened.</exception>
    Task<MigrationSession> BeginMigrationAsync(CancellationToken cancellationToken);

    /// <summary>Another node wrote the same rows at the same time; running the transaction again will see them.</summary>
    bool IsConflict(DbException exception);

    /// <summary>Condition that <paramref name="column"/> is one of the values of a list parameter.</summary>
    string IsAnyOf(string column, string parameter);

    /// <summary>The value for a parameter of <see cref="IsAnyOf"/>.</summary>
    object ListOf(IReadOnlyCollection<long> values);

    /// <inheritdoc cref="ListOf(IReadOnlyCollection{long})"/>
    object ListOf(IReadOnlyCollection<string> values);
}
