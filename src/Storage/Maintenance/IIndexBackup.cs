namespace ImagingGateway.Storage.Maintenance;

/// <summary>The whole database of the gateway, all rooms' tables, as files; by our own means, so that no tool of the database is needed.</summary>
public interface IIndexBackup
{
    /// <summary>Writes one consistent moment of every table below a directory.</summary>
    Task<IReadOnlyList<SavedTable>> SaveAsync(string directory, CancellationToken cancellationToken);

    /// <summary>Fills an empty database of the same schema.</summary>
    /// <exception cref="IOException">The database is not empty, or the backup was made with another schema; the message says what to do.</exception>
    Task RestoreAsync(string directory, CancellationToken cancellationToken);

    /// <summary>Restores into a scratch database that is thrown away, and tells what it then held.</summary>
    Task<IReadOnlyList<SavedTable>> RehearseAsync(string directory, CancellationToken cancellationToken);
}

/// <summary>A table in a backup.</summary>
/// <param name="Name">Of the table.</param>
/// <param name="Rows">How many.</param>
/// <param name="Sha256">Of all rows, in the order of the primary key.</param>
public sealed record SavedTable(string Name, long Rows, string Sha256);
