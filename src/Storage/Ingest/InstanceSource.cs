using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Ingest;

/// <summary>Through which door an instance came, and from whom.</summary>
public sealed record InstanceSource(IngestOrigin Origin, AETitle? CallingAETitle, AETitle? CalledAETitle, string? RemoteAddress, string? UserName);

/// <summary>The doors.</summary>
public enum IngestOrigin
{
    Dimse,
    StowRs,
    Import,
}
