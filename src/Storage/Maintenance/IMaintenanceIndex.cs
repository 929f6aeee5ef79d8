using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Maintenance;

/// <summary>What sweeping, scrubbing, repacking and rebuilding need of the index.</summary>
public interface IMaintenanceIndex
{
    /// <summary>Everything kept, by ascending row id, read in pages.</summary>
    IAsyncEnumerable<KeptBytes> BytesAsync(long afterId, CancellationToken cancellationToken);

    /// <summary>How many there are after a row id.</summary>
    Task<long> CountBytesAsync(long afterId, CancellationToken cancellationToken);

    /// <summary>What lies in one pack and is still wanted.</summary>
    Task<IReadOnlyList<KeptBytes>> PackedAsync(string pack, CancellationToken cancellationToken);

    /// <summary>What is kept under these names of bytes (<see cref="ObjectKey"/>).</summary>
    Task<IReadOnlyList<KeptBytes>> FindAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken);

    /// <summary>What came under an instance's UID with other bytes than the current ones.</summary>
    Task<IReadOnlyList<KeptBytes>> VersionsAsync(Uid sopInstance, CancellationToken cancellationToken);

    /// <summary>How many bytes of each of these packs are still wanted, headers included.</summary>
    Task<IReadOnlyDictionary<string, long>> WantedBytesAsync(IReadOnlyCollection<string> packs, CancellationToken cancellationToken);

    /// <summary>Of these objects, those that shall be removed later.</summary>
    Task<IReadOnlySet<string>> PendingRemovalsAsync(IReadOnlyCollection<string> objects, CancellationToken cancellationToken);

    /// <summary>Of these objects, those the index expects bytes in.</summary>
    Task<IReadOnlySet<string>> ExpectedObjectsAsync(IReadOnlyCollection<string> objects, CancellationToken cancellationToken);

    /// <summary>
    /// Points the index at new places of the same bytes, and has the old pack removed once nothing of it is wanted and <paramref name="grace"/> has passed; null leaves it to a sweep,
    /// which looks at what else it holds.
    /// </summary>
    Task MoveAsync(string oldPack, IReadOnlyList<(KeptBytes Bytes, ObjectPlace Place)> moved, DateTimeOffset now, TimeSpan? grace, CancellationToken cancellationToken);

    /// <summary>Has an object removed later.</summary>
    Task RemoveLaterAsync(IReadOnlyCollection<string> objects, DateTimeOffset due, CancellationToken cancellationToken);

    /// <summary>Objects whose removal is due, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<string>> DueRemovalsAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Removes an object inside a transaction that holds its removal: not when the removal was taken back (<see cref="Ingest.IPublicationIndex.KeepAsync"/>)
    /// or when the index expects bytes in it after all.
    /// </summary>
    /// <returns>True when it was removed.</returns>
    Task<bool> RemoveAsync(string name, Func<Task> remove, CancellationToken cancellationToken);

    /// <summary>Where long work stopped; null when it never began or was finished.</summary>
    Task<string?> ProgressAsync(string work, CancellationToken cancellationToken);

    /// <summary>Remembers where long work is; null forgets it.</summary>
    Task SaveProgressAsync(string work, string? position, CancellationToken cancellationToken);

    /// <summary>Forgets what shall be deleted or removed, and where long work stopped: of an index that was just restored none of it may be true any more.</summary>
    Task ForgetIntentionsAsync(CancellationToken cancellationToken);
}
