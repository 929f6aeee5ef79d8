using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>What evidence needs of the index.</summary>
public interface IEvidenceSource
{
    /// <summary>The current instances of the studies, those of each in series and instance number order; none of a study that there is not.</summary>
    Task<IReadOnlyList<EvidenceInstance>> InstancesAsync(IReadOnlyCollection<Uid> studies, CancellationToken cancellationToken);

    /// <summary>Instances of a study that came again with other bytes: which, and when.</summary>
    Task<IReadOnlyList<(Uid SopInstanceUid, DateTimeOffset ReceivedAt)>> ChangedAsync(Uid studyInstanceUid, CancellationToken cancellationToken);
}
