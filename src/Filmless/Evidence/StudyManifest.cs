using System.Text.Json;
using ImagingGateway.Filmless.Evidence.Signing;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>
/// What a study consisted of at a moment: enough to show later that nothing was changed, added or taken away. Signed as a JWS over its
/// canonical JSON (RFC 8785). Holds no name of the patient: it names the study.
/// </summary>
/// <param name="MerkleRoot">
/// <see cref="Signing.MerkleTree"/> over the instances, sorted by SOP Instance UID (ordinal): each leaf is the canonical JSON of its <see cref="ManifestInstance"/>.
/// </param>
/// <param name="FirstAcquisition">By the device's clock, without zone.</param>
/// <param name="Freeze">Null in a manifest that was only made to look at.</param>
public sealed record StudyManifest(
    string Format, DateTimeOffset MadeAt, string StudyInstanceUid, string? AccessionNumber, DateOnly? StudyDate, TimeOnly? StudyTime, string? StudyDescription,
    string? InstitutionName, DateTime? FirstAcquisition, DateTime? LastAcquisition, ManifestFreeze? Freeze, ManifestCounts Counts, string MerkleRoot, int PendingVersions,
    IReadOnlyList<ManifestSeries> Series)
{
    public const string FormatName = "imaging-gateway/study-manifest/2";

    /// <summary>The type in the signature's header.</summary>
    public const string SignatureType = "study-manifest+jws";

    /// <summary>The manifest that was signed; its signature is not checked.</summary>
    public static StudyManifest Of(JsonWebSignature signed) => JsonSerializer.Deserialize<StudyManifest>(signed.PayloadBytes, JsonWebSignature.Form)!;
}

/// <summary>Why and by whom a state was pinned.</summary>
/// <param name="Number">From 1 within the study.</param>
/// <param name="PreviousMerkleRoot">Of the freeze before this one.</param>
public sealed record ManifestFreeze(int Number, string Actor, string Reason, string? PreviousMerkleRoot);

/// <summary>Sums of a manifest.</summary>
public sealed record ManifestCounts(int Series, int Instances, int Images, long Bytes);

/// <summary>A series, with the device that made it.</summary>
public sealed record ManifestSeries(
    string SeriesInstanceUid, string? Modality, int? SeriesNumber, string? SeriesDescription, string? BodyPartExamined, ManifestDevice Device, IReadOnlyList<ManifestInstance> Instances);

/// <summary>The device as its images name it.</summary>
public sealed record ManifestDevice(string? Manufacturer, string? ModelName, string? SerialNumber, string? StationName);

/// <summary>An instance and its hashes; a leaf of the tree.</summary>
/// <param name="Sha256">Of the file as stored, hexadecimal.</param>
/// <param name="PixelDataSha256">Of the pixel data value alone: equal when only the header differs.</param>
/// <param name="IsRejected">A rejection note names it; null when not.</param>
public sealed record ManifestInstance(
    string SeriesInstanceUid, string SopInstanceUid, string SopClassUid, string TransferSyntaxUid, int? InstanceNumber, int NumberOfFrames, long Length, string Sha256,
    string? PixelDataSha256, string? CallingAETitle, DateTimeOffset ReceivedAt, bool? IsRejected);
