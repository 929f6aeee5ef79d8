using ImagingGateway.Dicom.Dimse;

namespace ImagingGateway.DicomGateway.Services;

/// <summary>An identifier understood, or the status and the sentence to refuse it with.</summary>
internal readonly record struct Reading<T>(T? Value, DimseStatus Status, string? Fault)
    where T : class
{
    public static implicit operator Reading<T>(T value) => new(value, DimseStatus.Success, null);

    public static Reading<T> Refuse(DimseStatus status, string fault) => new(null, status, fault);
}
