using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>What evidence needs of the index.</summary>
public interface IEvidenceSource
{
    /// <summary>The current instances of a study in series and instance number order; empty when there is no such study.</summary>
    Task<IReadOnlyList<EvidenceInstance>> InstancesAsync(Uid studyInstanceUid, CancellationToken cancellationToken);

    /// <summary>Instances of a study that came again with other bytes: which, and when.</summary>
    Task<IReadOnlyList<(Uid SopInstanceUid, DateTimeOffset ReceivedAt)>> ChangedAsync(Uid studyInstanceUid, CancellationToken cancellationToken);
}
