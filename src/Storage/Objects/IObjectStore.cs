namespace ImagingGateway.Storage.Objects;

/// <summary>
/// Keeps Part 10 files exactly as received, alone or packed, and tells where each lies. What is committed is durable and never changes.
/// </summary>
public interface IObjectStore
{
    /// <summary>How this store wants instances gathered; null: as they come.</summary>
    PackLimits? Packing { get; }

    /// <summary>
    /// Takes flushed spool files into the store and returns, when all of them are durable there, the place of each. The spool files stay:
    /// only when the index names the places are they removed. Doing it again is harmless; a store that packs may answer other places then.
    /// </summary>
    /// <exception cref="DamagedFileException">A spool file does not have the hash it should have. Nothing of it becomes visible.</exception>
    Task<IReadOnlyList<ObjectPlace>> CommitAsync(IReadOnlyList<StagedFile> files, CancellationToken cancellationToken);

    /// <summary>Opens a run of bytes; the stream ends after <paramref name="length"/> bytes, or where the object ends.</summary>
    /// <exception cref="FileNotFoundException">No such object.</exception>
    Task<Stream> OpenRangeAsync(string name, long offset, long length, CancellationToken cancellationToken);

    /// <summary>Removes an object; one that is not there is no error.</summary>
    Task RemoveAsync(string name, CancellationToken cancellationToken);

    /// <summary>Every object, those of a study one after the other (<see cref="ObjectKey.StudyOf"/>): for sweeps and for rebuilding the index.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(CancellationToken cancellationToken);

    /// <summary>The instances in an object. Reads what it must.</summary>
    /// <exception cref="FileNotFoundException">No such object.</exception>
    /// <exception cref="InvalidDataException">The object is a pack and cannot be read as one.</exception>
    IAsyncEnumerable<ObjectMember> MembersAsync(StoredObject stored, CancellationToken cancellationToken);

    /// <summary>Throws when the store cannot be written at this moment; the health page asks.</summary>
    Task CheckAsync(CancellationToken cancellationToken);
}
