using System.Text.Json.Serialization;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>The facts of a study as its headers state them. Times are the devices' own clocks (hospital time, no zone).</summary>
/// <param name="AccessionNumber">Empty when there is none.</param>
/// <param name="OrderKeys">Every number by which an order system may know this exam: accession, requested procedure, placer and filler order, study ID, admission.</param>
/// <param name="PatientIdentifiers">Patient ID and every other one (CCCD, insurance card).</param>
/// <param name="FirstAcquisition">Null when no image says when it was made.</param>
/// <param name="LastAcquisition">End of the last acquisition, its duration included where it is stated.</param>
/// <param name="FirstReceived">When the gateway acknowledged the first instance.</param>
/// <param name="Rejected">Images that a rejection note (key object selection, PS3.16 CID 7011) names.</param>
/// <param name="Versions">Instances that came again with other bytes.</param>
/// <param name="Rejections">The notes that reject images of this study.</param>
public sealed record StudyEvidence(
    Uid StudyInstanceUid, string PatientId, string Issuer, string PatientName, string BirthDate, string Sex, IReadOnlyList<string> PatientIdentifiers,
    string AccessionNumber, IReadOnlyList<string> OrderKeys, string Description, string Institution, string ReferringPhysician,
    DateTime? StudyTime, DateTime? FirstAcquisition, DateTime? LastAcquisition, DateTimeOffset FirstReceived, DateTimeOffset LastReceived,
    int Instances, int Images, int Rejected, int Versions, IReadOnlyList<RejectionEvidence> Rejections, IReadOnlyList<SeriesEvidence> Series)
{
    /// <summary>Those of the keys that name one order: not the study's ID ("1" on many devices) and not the admission.</summary>
    public IReadOnlyList<string> OrderNumbers { get; init; } = [];

    /// <summary>Modalities that made images or documents, in series order.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Modalities => [.. Series.Select(series => series.Modality).Where(modality => modality.Length > 0).Distinct()];

    /// <summary>Different views that were not rejected, over all series.</summary>
    [JsonIgnore]
    public IReadOnlyList<ViewEvidence> Views => [.. Series.SelectMany(series => series.Views).Where(view => view.Images > view.Rejected).DistinctBy(view => view.Key)];
}

/// <summary>A key object selection that rejects images.</summary>
/// <param name="Note">Its SOP Instance UID.</param>
/// <param name="Images">SOP Instance UIDs of what it rejects.</param>
public sealed record RejectionEvidence(Uid Note, IReadOnlyList<Uid> Images);
