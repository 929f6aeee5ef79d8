using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>Two studies whose images one device made at the same time.</summary>
/// <param name="Device">Serial number, else station name.</param>
/// <param name="From">Start of the time in common, hospital time as the device wrote it.</param>
/// <param name="To">Its end.</param>
/// <param name="IsSamePatient">One visit with two orders, or two patients on one table.</param>
public sealed record DeviceOverlap(
    Uid StudyInstanceUid, Uid OtherStudyInstanceUid, string OtherPatientId, string? OtherAccessionNumber, string Device, DateTime From, DateTime To, bool IsSamePatient);
