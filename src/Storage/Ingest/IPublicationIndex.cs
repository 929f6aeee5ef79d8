namespace ImagingGateway.Storage.Ingest;

/// <summary>What ingest needs of the index.</summary>
public interface IPublicationIndex
{
    /// <summary>Makes all records visible in one transaction; outcomes in the order of the records.</summary>
    Task<IReadOnlyList<PublishOutcome>> PublishAsync(IReadOnlyList<InstanceRecord> records, CancellationToken cancellationToken);

    /// <summary>True when an instance or version row names this object (orphan sweeps ask).</summary>
    Task<bool> IsReferencedAsync(string objectKey, CancellationToken cancellationToken);
}
