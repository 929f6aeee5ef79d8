using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Retrieve;

/// <summary>A visible instance and where its bytes are.</summary>
public sealed record StoredInstance(
    Uid StudyInstanceUid, Uid SeriesInstanceUid, Uid SopInstanceUid, Uid SopClassUid, Uid TransferSyntaxUid,
    string ObjectKey, long Length, long DataSetOffset, int NumberOfFrames, int? InstanceNumber)
{
    /// <summary>Bytes of the data set alone.</summary>
    public long DataSetLength => Length - DataSetOffset;
}
