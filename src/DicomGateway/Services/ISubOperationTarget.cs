using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.DicomGateway.Services;

/// <summary>Where the sub-operations of a retrieval send their instances.</summary>
internal interface ISubOperationTarget : IAsyncDisposable
{
    /// <summary>A cancel request came in while an answer was awaited.</summary>
    bool IsCancelled { get; }

    /// <summary>How many instances may be under way at once.</summary>
    int Window { get; }

    /// <summary>Sends one instance and waits for the answer; a failure of any kind is a status.</summary>
    Task<DimseStatus> StoreAsync(StoredInstance instance, CancellationToken cancellationToken);
}
