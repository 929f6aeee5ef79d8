namespace ImagingGateway.Storage.Audit;

/// <summary>The audit trail as it is kept, for verification and export.</summary>
public interface IAuditRows
{
    /// <summary>Every row, in order; of one study or one link when given. Streams.</summary>
    IAsyncEnumerable<AuditRow> RowsAsync(string? studyInstanceUid, string? studyLinkId, CancellationToken cancellationToken);

    /// <summary>Where the chain ends, as the database says.</summary>
    Task<AuditChain> HeadAsync(CancellationToken cancellationToken);
}
