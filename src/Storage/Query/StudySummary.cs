using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Query;

/// <summary>One line of the study list. Text is as shown to people (names without carets, family name first).</summary>
/// <param name="NumberOfInstances">All objects, with notes, reports and others without pictures.</param>
/// <param name="NumberOfImages">Pictures: the frames of all objects.</param>
public sealed record StudySummary(
    Uid StudyInstanceUid, string PatientName, string PatientId, string? PatientBirthDate, string? PatientSex,
    string? AccessionNumber, DateOnly? StudyDate, TimeOnly? StudyTime, string? StudyDescription, string? ReferringPhysicianName,
    IReadOnlyList<string> ModalitiesInStudy, int NumberOfSeries, int NumberOfInstances, int NumberOfImages, string? InstitutionName, DateTimeOffset ReceivedAt, int PendingVersions);
