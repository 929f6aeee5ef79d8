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
    private ushort _messageId;

    public bool IsCancelled { get; private set; }

    public async Task<DimseStatus> StoreAsync(StoredInstance instance, CancellationToken cancellationToken)
    {
        var association = served.Association;
        var plan = SendingPlan.For(instance, association.Contexts, context => context.RequestorIsScp);
        if (plan is null)
        {
            log.SubOperationFailed(instance.SopInstanceUid, served.CallingAETitle.Value, "its SOP class or transfer syntax was not accepted with the SCP role");
            return DimseStatus.SopClassNotSupported;
        }

        unchecked
        {
            _messageId++;
        }

        if (!await sender.TrySendAsync(association, plan, _messageId, null, served.CallingAETitle.Value, cancellationToken))
            return DimseStatus.ProcessingFailure;
        association.IsBusy = false; // from here on it is the peer that is waited for
        var status = await ReceiveAsync(association, cancellationToken);
        association.IsBusy = true;
        return status;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<DimseStatus> ReceiveAsync(Association association, CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (await association.ReceiveAsync(cancellationToken))
            {
                case Received.Message { Command: DimseResponse response } when response.MessageIdBeingRespondedTo == _messageId:
                    return response.Status;
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
}
