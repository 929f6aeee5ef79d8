using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.DicomGateway.Associations;
using ImagingGateway.DicomGateway.Outbound;
using ImagingGateway.Storage.Retrieve;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.DicomGateway.Services;

/// <summary>Sub-operations on the invoker's own association (PS3.4 C.4.3.3).</summary>
internal sealed class GetTarget(ServedAssociation served, ushort operation, InstanceSender sender, ILogger log) : ISubOperationTarget
{
    public bool IsCancelled { get; private set; }

    /// <summary>The requestor's window for operations it performs; this side uses one.</summary>
    public int Window => 1;

    public async Task<DimseStatus> StoreAsync(StoredInstance instance, CancellationToken cancellationToken)
    {
        var association = served.Association;
        var plan = sender.Plan(instance, association.Contexts, context => context.RequestorIsScp);
        if (plan is null)
        {
            log.SubOperationFailed(instance.SopInstanceUid, served.CallingAETitle.Value, "its SOP class or transfer syntax was not accepted with the SCP role");
            return DimseStatus.SopClassNotSupported;
        }

        var (id, response) = association.Invocations.Begin();
        if (!await sender.TrySendAsync(association, plan, id, null, served.CallingAETitle.Value, cancellationToken))
        {
            association.Invocations.Forget(id);
            return DimseStatus.ProcessingFailure;
        }

        association.EndWork(); // from here on it is the peer that is waited for
        try
        {
            while (!response.IsCompleted)
                Take(await association.ReceiveAsync(cancellationToken));
            return (await response).Status;
        }
        finally
        {
            association.BeginWork();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Take(Received received)
    {
        switch (received)
        {
            case Received.Message { Command: DimseResponse response } when served.Association.Invocations.TryComplete(response):
                break;
            case Received.Message { Command: CCancelRequest cancel }:
                IsCancelled |= cancel.MessageIdBeingRespondedTo == operation;
                break;
            case Received.Ended ended:
                throw new MessageInterruptedException(ended.Kind);
            case Received.Control { Pdu: Abort }:
                throw new MessageInterruptedException(InterruptionKind.Aborted);
            default:
                throw new MalformedPduException("Another message came where the answer to a C-STORE is due.", 0, AbortReason.UnexpectedPdu);
        }
    }
}
