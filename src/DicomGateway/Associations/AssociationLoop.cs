using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.DicomGateway.Associations;

/// <summary>State Sta6: takes one message after the other to its service, until release, abort or loss.</summary>
internal sealed class AssociationLoop(ServedAssociation served, AcceptancePolicy policy, ILogger log)
{
    private readonly Association _association = served.Association;

    /// <summary>Runs to the end and says how it came.</summary>
    public async Task<AssociationEnd> RunAsync(CancellationToken closed)
    {
        try
        {
            while (true)
            {
                var received = await _association.ReceiveNextAsync();
                if (received is not Received.Message message)
                    return await EndAsync(received);
                _association.Step(UpperLayerEvent.DataReceived);
                await ServeAsync(message, closed);
            }
        }
        catch (MalformedPduException malformed)
        {
            return await AbortAsync(malformed);
        }
        catch (MessageInterruptedException interrupted) when (interrupted.Malformed is { } malformed)
        {
            return await AbortAsync(malformed);
        }
        catch (MessageInterruptedException interrupted)
        {
            return await EndAsync(new Received.Ended(interrupted.Kind));
        }
        catch (OperationCanceledException)
        {
            return await EndAsync(new Received.Ended(InterruptionKind.Closed));
        }
    }

    private async Task ServeAsync(Received.Message message, CancellationToken closed)
    {
        if (!_association.Contexts.TryGet(message.ContextId, out var context))
            throw new MalformedPduException($"A message came on context {message.ContextId}, which was not accepted.", 0);
        if (message.Command is CCancelRequest)
            return; // PS3.7 9.3.2.3: what it would cancel has ended already
        if (message.Command is not DimseRequest request)
            throw new MalformedPduException("A response came that nothing asked for.", 0, AbortReason.UnexpectedPduParameter);

        try
        {
            _association.IsBusy = request is not CStoreRequest;
            if (request is UnsupportedRequest || policy.Find(context.AbstractSyntax) is not { } service)
                await served.RespondAsync(context, DimseResponse.To(request, DimseStatus.UnrecognizedOperation), closed);
            else
                await service.ServeAsync(served, context, request, closed);
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or MalformedPduException))
        {
            // A fault of ours, not of the peer: this message fails, the association goes on.
            log.ServiceFailed(request.Command, served.CallingAETitle.Value, fault);
            await served.RespondAsync(context, DimseResponse.To(request, DimseStatus.ProcessingFailure), closed);
        }
        finally
        {
            _association.IsBusy = false;
        }
    }

    private async Task<AssociationEnd> EndAsync(Received received)
    {
        switch (received)
        {
            case Received.Control { Pdu: ReleaseRequest }:
                _association.Step(UpperLayerEvent.ReleaseRequestReceived);
                _association.Step(UpperLayerEvent.LocalReleaseResponse);
                await TrySendAsync(new ReleaseResponse());
                return AssociationEnd.Released;
            case Received.Control { Pdu: Abort } or Received.Ended { Kind: InterruptionKind.Aborted }:
                _association.Step(UpperLayerEvent.AbortReceived);
                return AssociationEnd.AbortedByPeer;
            case Received.Control control:
                _association.Step(UpperLayerMachine.EventOf(control.Pdu.Type));
                await TrySendAsync(new Abort(AbortSource.ServiceProvider, AbortReason.UnexpectedPdu));
                return AssociationEnd.AbortedByUs;
            case Received.Ended { Kind: InterruptionKind.GivenUp }:
                _association.Step(UpperLayerEvent.LocalAbort);
                await TrySendAsync(new Abort(AbortSource.ServiceUser, AbortReason.NotSpecified));
                return AssociationEnd.GivenUp;
            default:
                _association.Step(UpperLayerEvent.TransportClosed);
                return AssociationEnd.ConnectionLost;
        }
    }

    private async Task<AssociationEnd> AbortAsync(MalformedPduException malformed)
    {
        log.MalformedMessage(served.CallingAETitle.Value, served.RemoteAddress, malformed.Message, malformed.Position);
        _association.Step(UpperLayerEvent.InvalidPduReceived);
        await TrySendAsync(new Abort(AbortSource.ServiceProvider, malformed.Reason));
        return AssociationEnd.AbortedByUs;
    }

    private async Task TrySendAsync(Pdu pdu)
    {
        try
        {
            await _association.SendAsync(pdu);
        }
        catch (MessageInterruptedException)
        {
            // The peer is gone already; there is nobody to tell.
        }
    }
}
