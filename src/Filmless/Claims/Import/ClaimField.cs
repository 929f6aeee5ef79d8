namespace ImagingGateway.Filmless.Claims.Import;

/// <summary>What we take from a claim file, whatever its columns are called.</summary>
public enum ClaimField
{
    ClaimCode,
    LineNumber,
    Facility,
    PatientName,
    BirthDate,
    Sex,
    InsuranceCard,
    CitizenId,
    PatientId,
    OrderKey,
    ServiceCode,
    ServiceName,
    ServiceGroup,
    Quantity,
    UnitPrice,
    OrderedAt,
    PerformedAt,
    ResultAt,
    Device,
    Doctor,
    Performer,
    Reader,
    Description,
    Conclusion,
}
