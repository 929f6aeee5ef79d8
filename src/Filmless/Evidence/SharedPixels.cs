using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>The same pixel data in studies of two patients.</summary>
/// <param name="Images">Distinct images that both hold.</param>
public sealed record SharedPixels(Uid StudyInstanceUid, Uid OtherStudyInstanceUid, string OtherPatientId, string OtherPatientName, string? OtherAccessionNumber, int Images);
