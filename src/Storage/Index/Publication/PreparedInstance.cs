using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;

namespace ImagingGateway.Storage.Index.Publication;

/// <summary>An instance record turned into column values, before any lock is taken.</summary>
internal sealed class PreparedInstance(InstanceRecord record)
{
    public InstanceRecord Record { get; } = record;

    public string Study { get; } = record.StudyInstanceUid.Value;

    public string Series { get; } = record.SeriesInstanceUid.Value;

    public SeriesName SeriesName => new(Study, Series);

    public string SopInstance { get; } = record.SopInstanceUid.Value;

    public byte[] Sha256 { get; } = record.Sha256.ToArray();

    public byte[]? PixelSha256 { get; } = record.PixelDataSha256?.ToArray();

    public byte[] Metadata { get; } = HeaderCodec.Pack(record.MetadataJson.Span);

    public byte[]? FrameIndex { get; } = record.FrameIndex?.ToArray();

    public byte[]? BulkData { get; } = BulkMapCodec.Pack(record.BulkData);

    public int InstanceNumber { get; } = Number(record, Tags.InstanceNumber) ?? IndexSchema.NoNumber;

    public int? Rows { get; } = Number(record, Tags.Rows);

    public int? Columns { get; } = Number(record, Tags.Columns);

    public int? BitsAllocated { get; } = Number(record, Tags.BitsAllocated);

    public long ObjectHash { get; } = Publication.ObjectHash.Of(record.ObjectKey);

    /// <summary>The object that holds its bytes when that is not an object of its own key.</summary>
    public string? PackName { get; } = record.Place.Object == record.ObjectKey ? null : record.Place.Object;

    public long? PackOffset { get; } = record.Place.Object == record.ObjectKey ? null : record.Place.Offset;

    public long ReceivedAt { get; } = record.ReceivedAt.ToUnixTimeMilliseconds();

    private static int? Number(InstanceRecord record, Tag tag) =>
        record.Header.GetInteger(tag) is >= int.MinValue and < int.MaxValue and var number ? (int)number : null;
}
