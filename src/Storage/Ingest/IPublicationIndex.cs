namespace ImagingGateway.Storage.Ingest;

/// <summary>What ingest needs of the index.</summary>
public interface IPublicationIndex
{
    /// <summary>Makes all records visible in one transaction; outcomes in the order of the records.</summary>
    Task<IReadOnlyList<PublishOutcome>> PublishAsync(IReadOnlyList<InstanceRecord> records, CancellationToken cancellationToken);

    /// <summary>Takes back every intention to remove these objects, which are about to be named (again).</summary>
    Task KeepAsync(IReadOnlyCollection<string> objects, CancellationToken cancellationToken);
}
