using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>A wish for a link.</summary>
/// <param name="Pin">4 to 12 digits, or null for none.</param>
public sealed record NewStudyLink(IReadOnlyList<Uid> StudyInstanceUids, DateTimeOffset ExpiresAt, string? Pin, string CreatedBy, string? Note);
