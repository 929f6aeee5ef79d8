namespace ImagingGateway.Storage.Objects;

/// <summary>
/// Keeps whole Part 10 files under keys made of UIDs and hashes (<see cref="ObjectKey"/>). What is committed is durable
/// and never changes.
/// </summary>
public interface IObjectStore
{
    /// <summary>
    /// Takes flushed spool files into the store and returns when all of them are durable there. The spool files stay: only when
    /// the index names the objects are they removed. Idempotent for the same bytes.
    /// </summary>
    Task CommitAsync(IReadOnlyList<StagedFile> files, CancellationToken cancellationToken);

    /// <summary>Opens a run of bytes; the stream ends after <paramref name="length"/> bytes, or where the object ends.</summary>
    /// <exception cref="FileNotFoundException">No such object.</exception>
    Task<Stream> OpenRangeAsync(string key, long offset, long length, CancellationToken cancellationToken);

    /// <summary>Removes an object; one that is not there is no error.</summary>
    Task RemoveAsync(string key, CancellationToken cancellationToken);

    /// <summary>Every key, for sweeps and for rebuilding the index.</summary>
    IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken);

    /// <summary>Throws when the store cannot be written at this moment; the health page asks.</summary>
    Task CheckAsync(CancellationToken cancellationToken);
}
