using System.IO.Pipelines;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.DicomGateway.Associations;

/// <summary>
/// State Sta6: takes one message after the other to its service, until release, abort or loss. Within an asynchronous operations
/// window the next C-STORE is read while earlier ones are made durable; every other operation runs alone.
/// </summary>
internal sealed class AssociationLoop(ServedAssociation served, AcceptancePolicy policy, ILogger log)
{
    private readonly Association _association = served.Association;
    private readonly List<Task> _outstanding = [];

    /// <summary>Runs to the end and says how it came.</summary>
    public async Task<AssociationEnd> RunAsync(CancellationToken closed)
    {
        try
        {
            return await EndAsync(await ServeAllAsync(closed));
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

    // Returns what was no message.
    private async Task<Received> ServeAllAsync(CancellationToken closed)
    {
        try
        {
            while (true)
            {
                var received = await _association.ReceiveNextAsync();
                if (received is not Received.Message message)
                    return received;
                _association.Step(UpperLayerEvent.DataReceived);
                await ServeAsync(message, closed);
            }
        }
        finally
        {
            _association.Invocations.End(InterruptionKind.Closed);
            await Task.WhenAll(_outstanding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ServeAsync(Received.Message message, CancellationToken closed)
    {
        if (!_association.Contexts.TryGet(message.ContextId, out var context))
            throw new MalformedPduException($"A message came on context {message.ContextId}, which was not accepted.", 0);
        switch (message.Command)
        {
            case CCancelRequest:
                return; // PS3.7 9.3.2.3: what it would cancel has ended already
            case DimseResponse response when _association.Invocations.TryComplete(response):
                return;
            case CStoreRequest store when _association.Window.Invoked != 1:
                await BeginAsync(context, store, closed);
                return;
            case DimseRequest request:
                await SettleAsync(0);
                await ServeAsync(context, request, _association.Reader.DataSet, closed);
                return;
            default:
                throw new MalformedPduException("A response came that nothing asked for.", 0, AbortReason.UnexpectedPduParameter);
        }
    }

    // A peer that oversteps the window is not read until there is room again.
    private async Task BeginAsync(NegotiatedContext context, CStoreRequest store, CancellationToken closed)
    {
        await SettleAsync(_association.Window.Invoked - 1);
        var dataSet = new DataSetReading(_association.Reader.DataSet);
        var serving = ServeAsync(context, store, dataSet, closed);
        if (await Task.WhenAny(serving, dataSet.Ended) == serving)
            await serving;
        else
            _outstanding.Add(FinishAsync(serving));
    }

    private async Task FinishAsync(Task serving)
    {
        _association.BeginWork();
        try
        {
            await serving;
        }
        finally
        {
            _association.EndWork();
        }
    }

    // Waits until at most so many operations are outstanding.
    private async Task SettleAsync(int most)
    {
        while (_outstanding.Count > most || _outstanding.Exists(task => task.IsCompleted))
        {
            var done = await Task.WhenAny(_outstanding);
            _outstanding.Remove(done);
            await done;
        }
    }

    private async Task ServeAsync(NegotiatedContext context, DimseRequest request, PipeReader dataSet, CancellationToken closed)
    {
        var isWork = request is not CStoreRequest; // during a C-STORE it is the peer that has to send
        try
        {
            if (isWork)
                _association.BeginWork();
            if (request is UnsupportedRequest || policy.Find(context.AbstractSyntax, served.Request.UserInformation) is not { } service)
                await served.RespondAsync(context, DimseResponse.To(request, DimseStatus.UnrecognizedOperation), closed);
            else
                await service.ServeAsync(served, context, request, dataSet, closed);
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or MalformedPduException))
        {
            // A fault of ours, not of the peer: this message fails, the association goes on.
            log.ServiceFailed(request.Command, served.CallingAETitle.Value, fault);
            await served.RespondAsync(context, DimseResponse.To(request, DimseStatus.ProcessingFailure), closed);
        }
        finally
        {
            if (isWork)
                _association.EndWork();
        }
    }

    private async Task<AssociationEnd> EndAsync(Received received)
    {
        switch (received)
        {
            case Received.Control { Pdu: ReleaseRequest }:
                _association.Step(UpperLayerEvent.ReleaseRequestReceived);
                _association.Step(UpperLayerEvent.LocalReleaseResponse);
                await _association.TrySendAsync(new ReleaseResponse());
                return AssociationEnd.Released;
            case Received.Control { Pdu: Abort } or Received.Ended { Kind: InterruptionKind.Aborted }:
                _association.Step(UpperLayerEvent.AbortReceived);
                return AssociationEnd.AbortedByPeer;
            case Received.Control control:
                await _association.StepAndAbortAsync(UpperLayerMachine.EventOf(control.Pdu.Type), AbortReason.UnexpectedPdu);
                return AssociationEnd.AbortedByUs;
            case Received.Ended { Kind: InterruptionKind.GivenUp or InterruptionKind.Unreadable }:
                await _association.StepAndAbortAsync(UpperLayerEvent.LocalAbort);
                return AssociationEnd.GivenUp;
            default:
                _association.Step(UpperLayerEvent.TransportClosed);
                return AssociationEnd.ConnectionLost;
        }
    }

    private async Task<AssociationEnd> AbortAsync(MalformedPduException malformed)
    {
        log.MalformedMessage(served.CallingAETitle.Value, served.RemoteAddress, malformed.Message, malformed.Position);
        await _association.StepAndAbortAsync(UpperLayerEvent.InvalidPduReceived, malformed.Reason);
        return AssociationEnd.AbortedByUs;
    }
}
