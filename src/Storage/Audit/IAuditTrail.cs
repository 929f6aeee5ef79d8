using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Audit;

/// <summary>Append-only record of every access.</summary>
public interface IAuditTrail
{
    /// <summary>Queues the event; it is durable within a second and is never dropped silently.</summary>
    ValueTask AppendAsync(AuditEvent auditEvent, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<AuditEvent>> ReadAsync(Uid? studyInstanceUid, string? studyLinkId, int limit, CancellationToken cancellationToken);
}
