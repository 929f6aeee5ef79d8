using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.PixelData;

namespace ImagingGateway.Storage.Retrieve;

/// <summary>WADO-RS, C-GET, C-MOVE and rendering read the archive through this.</summary>
public interface IInstanceRetrieve
{
    /// <summary>The instances of a scope in series and instance number order. Streams.</summary>
    IAsyncEnumerable<StoredInstance> LocateAsync(RetrieveScope scope, CancellationToken cancellationToken);

    /// <summary>DICOM JSON objects (UTF-8) of a scope as ingest kept them, in the same order; bulk values carry <c>bulkdata/{path}</c>
    /// relative to the instance's own URL.</summary>
    IAsyncEnumerable<InstanceMetadata> MetadataAsync(RetrieveScope scope, CancellationToken cancellationToken);

    /// <summary>The header with long values filled in from the object unless they are pixel data (lookup tables, overlays): what rendering needs.</summary>
    Task<DataSet> HeaderAsync(StoredInstance instance, CancellationToken cancellationToken);

    /// <summary>Null for an instance without pixel data.</summary>
    Task<FrameIndex?> FramesAsync(StoredInstance instance, CancellationToken cancellationToken);

    /// <summary>Where a bulk value lies; null when the instance has no such value.</summary>
    Task<BulkReference?> BulkDataAsync(StoredInstance instance, string path, CancellationToken cancellationToken);

    /// <summary>Says that whole files, or whole data sets, will be opened one after the other in this order: where that saves requests to the object store, it is done.</summary>
    ReadAhead InOrder(IReadOnlyList<StoredInstance> instances);

    /// <summary>The whole Part 10 file as stored. On S3, on files when <see cref="StorageOptions.CheckFilesOnRead"/> says so, it is compared with its SHA-256 as it is read:
    /// reading fails before the last bytes when it is another; of a file of at most 1 MiB before the first. So is a data set that is opened whole, not inflated; parts cannot be
    /// compared. A file that ends early or cannot be read fails everywhere.</summary>
    /// <exception cref="DamagedInstanceException">Here, or while reading: it is not what was received.</exception>
    Task<Stream> OpenFileAsync(StoredInstance instance, CancellationToken cancellationToken);

    /// <summary>Reads an instance through that was found damaged before: is it still, or is it whole again? Does nothing for any other.</summary>
    /// <exception cref="DamagedInstanceException">It is not what was received.</exception>
    /// <exception cref="FileNotFoundException">Its object is gone.</exception>
    Task CheckSuspectAsync(StoredInstance instance, CancellationToken cancellationToken);

    /// <summary>Bytes of the data set, inflated for the deflated syntax when <paramref name="inflate"/>; offset and length as in frame index and bulk references.</summary>
    Task<Stream> OpenDataSetRangeAsync(StoredInstance instance, long offset, long length, bool inflate, CancellationToken cancellationToken);

    /// <summary>All stored bytes of one frame, joined. Frames are numbered from 1 (PS3.3 C.7.6.6.1.2).</summary>
    Task<ReadOnlyMemory<byte>> ReadFrameAsync(StoredInstance instance, FrameIndex frames, int frameNumber, CancellationToken cancellationToken);
}
