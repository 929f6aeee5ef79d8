namespace ImagingGateway.Filmless.Evidence;

/// <summary>
/// What a study consisted of at a moment: enough to show later that nothing was changed, added or taken away. Not signed yet.
/// Holds no name of the patient: it names the study.
/// </summary>
/// <param name="ContentSha256">One value for the whole study: SHA-256 over the lines <c>{SOP Instance UID} {sha256}\n</c>, sorted by UID, in UTF-8.</param>
public sealed record StudyManifest(
    string Format, DateTimeOffset MadeAt, string StudyInstanceUid, string? AccessionNumber, DateOnly? StudyDate, TimeOnly? StudyTime, string? StudyDescription,
    string? InstitutionName, ManifestCounts Counts, string ContentSha256, int PendingVersions, IReadOnlyList<ManifestSeries> Series)
{
    public const string FormatName = "imaging-gateway/study-manifest/1";
}

/// <summary>Sums of a manifest.</summary>
public sealed record ManifestCounts(int Series, int Instances, int Images, long Bytes);

/// <summary>A series, with the device that made it.</summary>
public sealed record ManifestSeries(
    string SeriesInstanceUid, string? Modality, long? SeriesNumber, string? SeriesDescription, string? BodyPartExamined, ManifestDevice Device, IReadOnlyList<ManifestInstance> Instances);

/// <summary>The device as its images name it.</summary>
public sealed record ManifestDevice(string? Manufacturer, string? ModelName, string? SerialNumber, string? StationName);

/// <summary>An instance and its hashes.</summary>
public sealed record ManifestInstance(
    string SopInstanceUid, string SopClassUid, string TransferSyntaxUid, int? InstanceNumber, int NumberOfFrames, long Length, string Sha256, string? PixelDataSha256,
    string? CallingAETitle, DateTimeOffset ReceivedAt);
