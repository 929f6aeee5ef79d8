using ImagingGateway.Dicom.Dimse;
using ImagingGateway.DicomGateway.Associations;
using ImagingGateway.DicomGateway.Outbound;
using ImagingGateway.Storage.Retrieve;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.DicomGateway.Services;

/// <summary>Sub-operations on associations to another application: one, or several when one cannot hold all presentation contexts.</summary>
internal sealed class MoveTarget(
    ServedAssociation served, DicomPeer peer, DicomGatewayOptions options, MoveOriginator originator, IReadOnlyList<StoredInstance> instances,
    InstanceSender sender, ILogger log) : ISubOperationTarget
{
    private readonly StoreProposals _proposals = StoreProposals.For(instances.Select(instance => (instance.SopClassUid, instance.TransferSyntaxUid)));
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private DicomScu? _scu;
    private int _batch = -1;

    /// <summary>What the destination granted; one as long as it is not known.</summary>
    public int Window => _scu is { IsLost: false } ? _scu.Window : 1;

    public bool IsCancelled => served.Association.IsCancelled(originator.MessageId);

    public async Task<DimseStatus> StoreAsync(StoredInstance instance, CancellationToken cancellationToken)
    {
        while (await ConnectAsync(_proposals.BatchOf(instance.SopClassUid, instance.TransferSyntaxUid), cancellationToken) is { } scu)
        {
            var plan = sender.Plan(instance, scu.Contexts, context => context.RequestorIsScu);
            if (plan is null)
            {
                log.SubOperationFailed(instance.SopInstanceUid, peer.AETitle, "the destination accepted neither its transfer syntax nor one it can be converted to");
                return DimseStatus.SopClassNotSupported;
            }

            var outcome = await scu.StoreAsync(sender, plan, originator, cancellationToken);
            if (outcome is ScuOutcome.Answered answered)
                return answered.Status;
            var lost = (ScuOutcome.Lost)outcome;
            log.DestinationFailed(peer.AETitle, lost.Reason);
            if (lost.IsUnreadable)
                return DimseStatus.ProcessingFailure;
            if (!scu.IsSpoilt)
                break; // else it went down with another that could not be read: once more on the next association
        }

        return DimseStatus.OutOfResources;
    }

    public async ValueTask DisposeAsync()
    {
        if (_scu is not null)
            await _scu.DisposeAsync();
        _connecting.Dispose();
    }

    // Instances of one batch share the association; before it changes, those under way are awaited (its disposal does so).
    // A destination that refused once is not asked again for every instance of the batch.
    private async Task<DicomScu?> ConnectAsync(int batch, CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken);
        try
        {
            if (batch == _batch && _scu is not { IsSpoilt: true })
                return _scu is { IsLost: false } ? _scu : null;
            if (_scu is not null)
                await _scu.DisposeAsync();
            _scu = null;
            _batch = batch;
            var outcome = await DicomScu.ConnectAsync(peer, options.CallingTitle(peer), _proposals.Batches[batch], cancellationToken);
            if (outcome is ScuConnection.Established established)
                _scu = established.Scu;
            else
                log.DestinationFailed(peer.AETitle, outcome.ToString());
            return _scu;
        }
        finally
        {
            _connecting.Release();
        }
    }
}
