namespace ImagingGateway.Storage.Objects;

/// <summary>
/// Keeps whole Part 10 files under keys made of UIDs and hashes that were checked before. What is committed is durable
/// and never changes.
/// </summary>
public interface IObjectStore
{
    /// <summary>Moves or copies a flushed spool file into the store and returns when it is durable there. Idempotent for the same bytes.</summary>
    Task CommitAsync(string key, string spoolFile, CancellationToken cancellationToken);

    /// <summary>Opens a run of bytes; the stream ends after <paramref name="length"/> bytes.</summary>
    /// <exception cref="FileNotFoundException">No such object.</exception>
    Task<Stream> OpenRangeAsync(string key, long offset, long length, CancellationToken cancellationToken);

    Task RemoveAsync(string key, CancellationToken cancellationToken);

    /// <summary>Every key, for sweeps and for rebuilding the index.</summary>
    IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken);

    /// <summary>Throws when the store cannot be written at this moment; the health page asks.</summary>
    Task CheckAsync(CancellationToken cancellationToken);
}
