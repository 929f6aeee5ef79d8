using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Retrieve;

/// <summary>Which instances are wanted; empty lists do not restrict. C-MOVE and C-GET may list several UIDs, WADO-RS names one path.</summary>
public sealed record RetrieveScope(IReadOnlyList<Uid> StudyInstanceUids, IReadOnlyList<Uid> SeriesInstanceUids, IReadOnlyList<Uid> SopInstanceUids)
{
    /// <summary>Patient level retrieval.</summary>
    public string? PatientId { get; init; }

    /// <summary>Short frame indexes are to come along: whoever asks goes on to ask for frames.</summary>
    public bool WithFrameIndex { get; init; }

    public static RetrieveScope Study(Uid study) => new([study], [], []);

    public static RetrieveScope Series(Uid study, Uid series) => new([study], [series], []);

    public static RetrieveScope Instance(Uid study, Uid series, Uid instance) => new([study], [series], [instance]);
}
