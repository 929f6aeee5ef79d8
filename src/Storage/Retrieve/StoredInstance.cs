using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Retrieve;

/// <summary>A visible instance and where its bytes are.</summary>
public sealed record StoredInstance(
    Uid StudyInstanceUid, Uid SeriesInstanceUid, Uid SopInstanceUid, Uid SopClassUid, Uid TransferSyntaxUid,
    string ObjectKey, long Length, long DataSetOffset, int NumberOfFrames, int? InstanceNumber)
{
    /// <summary>Where its bytes lie at the moment; repacking moves them, so a reader that finds the object gone looks again.</summary>
    public ObjectPlace Place { get; init; } = ObjectPlace.Whole(ObjectKey, Length);

    /// <summary>The kept frame index, where it came along with the place (<see cref="RetrieveScope.WithFrameIndex"/>); null otherwise, which says nothing about frames.</summary>
    public byte[]? FrameIndex { get; init; }

    /// <summary>Of the whole file, 64 lower-case hexadecimal digits; null: not known, and not compared when it is read.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Those that will be read with it.</summary>
    internal ReadAhead? Ahead { get; init; }

    /// <summary>Bytes of the data set alone.</summary>
    public long DataSetLength => Length - DataSetOffset;
}
