using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Ingest;

/// <summary>Third moment of an instance: its object is in the object store, ready to become visible by one index transaction.</summary>
/// <param name="Header">The scanned header, long values as references.</param>
/// <param name="ObjectKey">The name of its bytes, wherever they lie.</param>
/// <param name="Length">Bytes of the whole Part 10 file.</param>
/// <param name="DataSetOffset">First byte of the data set in the file.</param>
/// <param name="TransferSyntaxUid">Coding of the data set as stored.</param>
/// <param name="Sha256">Of the whole file as stored, 32 bytes.</param>
/// <param name="PixelDataSha256">Of the pixel data value alone; null without pixel data.</param>
/// <param name="FrameIndex">From <c>FrameIndex.ToBytes</c>; null without pixel data.</param>
/// <param name="NumberOfFrames">1 or more for images, 0 otherwise.</param>
/// <param name="MetadataJson">DICOM JSON object of the header in UTF-8; bulk values carry the relative BulkDataURI <c>bulkdata/{path}</c>.</param>
/// <param name="BulkData">Path → where the value lies (offset from the start of the data set).</param>
/// <param name="IsTruncated">The data set ended early.</param>
/// <param name="Source">Through which door.</param>
/// <param name="ReceivedAt">When it was acknowledged.</param>
public sealed record InstanceRecord(
    Uid StudyInstanceUid, Uid SeriesInstanceUid, Uid SopInstanceUid, Uid SopClassUid,
    DataSet Header, string ObjectKey, long Length, long DataSetOffset, Uid TransferSyntaxUid,
    ReadOnlyMemory<byte> Sha256, ReadOnlyMemory<byte>? PixelDataSha256, ReadOnlyMemory<byte>? FrameIndex, int NumberOfFrames,
    ReadOnlyMemory<byte> MetadataJson, IReadOnlyDictionary<string, BulkReference> BulkData, bool IsTruncated,
    InstanceSource Source, DateTimeOffset ReceivedAt)
{
    /// <summary>Where the object store put the bytes.</summary>
    public ObjectPlace Place { get; init; } = ObjectPlace.Whole(ObjectKey, Length);
}
