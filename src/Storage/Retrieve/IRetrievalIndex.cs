using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Retrieve;

/// <summary>What retrieval needs of the index.</summary>
public interface IRetrievalIndex
{
    /// <summary>Visible instances of a scope in series number, instance number, UID order. Streams.</summary>
    IAsyncEnumerable<StoredInstance> LocateAsync(RetrieveScope scope, CancellationToken cancellationToken);

    /// <summary>The kept DICOM JSON of a scope, same order.</summary>
    IAsyncEnumerable<InstanceMetadata> MetadataAsync(RetrieveScope scope, CancellationToken cancellationToken);

    /// <summary>The kept frame index bytes; null without pixel data.</summary>
    /// <exception cref="FileNotFoundException">The instance's bytes are others since it was located.</exception>
    Task<byte[]?> FrameIndexAsync(StoredInstance instance, CancellationToken cancellationToken);

    /// <summary>SHA-256 of the Part 10 file as received; null when unknown.</summary>
    Task<byte[]?> Sha256Async(Uid sopInstanceUid, CancellationToken cancellationToken);

    /// <summary>Where a bulk value lies; null when unknown.</summary>
    /// <exception cref="FileNotFoundException">The instance's bytes are others since it was located.</exception>
    Task<BulkReference?> BulkDataAsync(StoredInstance instance, string path, CancellationToken cancellationToken);
}
