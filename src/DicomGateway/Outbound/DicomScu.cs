using System.Net.Sockets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Associations;
using ImagingGateway.DicomGateway.Transport;

namespace ImagingGateway.DicomGateway.Outbound;

/// <summary>An association this side opened: C-ECHO and C-STORE, one operation at a time. Disposing releases it.</summary>
public sealed class DicomScu : IAsyncDisposable
{
    private const int MaximumLength = 128 << 10;

    private readonly SocketTransport _transport;
    private readonly Association _association;
    private readonly AssociationWatch _watch;
    private readonly DicomPeer _peer;
    private ushort _messageId;

    private DicomScu(SocketTransport transport, DicomPeer peer)
    {
        _transport = transport;
        _peer = peer;
        _association = new Association(transport, isRequestor: true, MaximumLength);
        _watch = new AssociationWatch(_association, peer.ResponseTimeout);
    }

    /// <summary>What the peer accepted.</summary>
    public NegotiatedContexts Contexts => _association.Contexts;

    /// <summary>The association ended before it was released.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Connects and negotiates.</summary>
    /// <param name="peer">Whom to call.</param>
    /// <param name="calling">Own title.</param>
    /// <param name="proposals">1 to 128 contexts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ScuConnection> ConnectAsync(
        DicomPeer peer, AETitle calling, IReadOnlyList<PresentationContextProposal> proposals, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(peer.ConnectTimeout);
        try
        {
            await socket.ConnectAsync(peer.Host, peer.Port, timeout.Token);
        }
        catch (Exception failed) when (failed is SocketException || (failed is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            socket.Dispose();
            return new ScuConnection.Unreachable($"no connection to {peer.Host} port {peer.Port}: {(failed is SocketException ? failed.Message : "time-out")}");
        }

        var scu = new DicomScu(new SocketTransport(socket), peer);
        var result = await scu.NegotiateAsync(calling, proposals, cancellationToken);
        if (result is not ScuConnection.Established)
            await scu.DisposeAsync();
        return result;
    }

    /// <summary>C-ECHO.</summary>
    public async Task<ScuOutcome> EchoAsync(CancellationToken cancellationToken = default)
    {
        if (Contexts.Find(Uids.Verification) is not { } context)
            return new ScuOutcome.Answered(DimseStatus.SopClassNotSupported, "Verification was not accepted.");
        var id = NextId();
        return await OperateAsync(id, () => _association.Writer.SendAsync(context.Id, new CEchoRequest(id, Uids.Verification), cancellationToken).AsTask(), cancellationToken);
    }

    /// <summary>C-STORE of a data set that is already in the context's transfer syntax.</summary>
    /// <param name="context">One of <see cref="Contexts"/>.</param>
    /// <param name="sopInstanceUid">As in the data set.</param>
    /// <param name="dataSet">Positioned at the data set; not closed.</param>
    /// <param name="length">Bytes of the data set.</param>
    /// <param name="cancellationToken">Gives up; the association is then lost.</param>
    public async Task<ScuOutcome> StoreAsync(NegotiatedContext context, Uid sopInstanceUid, Stream dataSet, long length, CancellationToken cancellationToken = default)
    {
        var id = NextId();
        var request = new CStoreRequest(id, context.AbstractSyntax, sopInstanceUid, Priority.Medium);
        return await OperateAsync(id, () => _association.Writer.SendAsync(context.Id, request, dataSet, length, cancellationToken).AsTask(), cancellationToken);
    }

    /// <summary>Sends a stored instance as planned.</summary>
    internal async Task<ScuOutcome> SendAsync(InstanceSender sender, SendingPlan plan, MoveOriginator originator, CancellationToken cancellationToken)
    {
        var id = NextId();
        var sent = false;
        var outcome = await OperateAsync(
            id, async () => sent = await sender.TrySendAsync(_association, plan, id, originator, _peer.AETitle, cancellationToken), cancellationToken, () => sent);
        return outcome;
    }

    /// <summary>Releases the association when it still stands, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_association.State == UpperLayerState.Sta6 && !IsLost)
            await ReleaseAsync();
        _watch.Dispose();
        await _transport.DisposeAsync();
    }

    private async Task<ScuConnection> NegotiateAsync(AETitle calling, IReadOnlyList<PresentationContextProposal> proposals, CancellationToken cancellationToken)
    {
        var user = new UserInformation(MaximumLength, Implementation.ClassUid, Implementation.VersionName);
        var request = new AssociateRequest(1, _peer.Title, calling, AssociateRequest.DicomApplicationContext, proposals, user);
        try
        {
            _association.Step(UpperLayerEvent.TransportConnected);
            await _association.SendAsync(request, cancellationToken);
            var received = await _association.ReceiveAsync(cancellationToken);
            if (received is Received.Control control)
                _association.Step(UpperLayerMachine.EventOf(control.Pdu.Type));
            switch (received)
            {
                case Received.Control { Pdu: AssociateAccept accept }:
                    _association.Establish(request, accept);
                    return new ScuConnection.Established(this);
                case Received.Control { Pdu: AssociateReject reject }:
                    return new ScuConnection.Rejected(reject);
                case Received.Control { Pdu: Abort abort }:
                    return new ScuConnection.Unreachable($"the peer aborted ({abort.Source}, {abort.Reason})");
                default:
                    return new ScuConnection.Unreachable("the peer closed the connection or did not answer in time");
            }
        }
        catch (MessageInterruptedException interrupted)
        {
            return new ScuConnection.Unreachable($"the connection broke ({interrupted.Kind})");
        }
        catch (MalformedPduException malformed)
        {
            return new ScuConnection.Unreachable($"the peer does not speak DICOM: {malformed.Message}");
        }
    }

    // One request out, its response in; whatever else happens ends the association.
    private async Task<ScuOutcome> OperateAsync(ushort id, Func<Task> send, CancellationToken cancellationToken, Func<bool>? wasSent = null)
    {
        if (IsLost)
            return new ScuOutcome.Lost("the association ended before");
        try
        {
            await send();
            if (wasSent?.Invoke() == false)
                return new ScuOutcome.Answered(DimseStatus.ProcessingFailure, "The instance cannot be read.");
            var received = await _association.ReceiveAsync(cancellationToken);
            if (received is Received.Message { Command: DimseResponse response } && response.MessageIdBeingRespondedTo == id)
                return new ScuOutcome.Answered(response.Status, response.ErrorComment);
            return await LoseAsync(received is Received.Ended ended ? $"the association ended ({ended.Kind})" : "the peer sent something else than the answer");
        }
        catch (MessageInterruptedException interrupted)
        {
            return await LoseAsync($"the association broke ({interrupted.Kind})");
        }
        catch (MalformedPduException malformed)
        {
            return await LoseAsync($"the peer's answer cannot be read: {malformed.Message}");
        }
        catch (OperationCanceledException)
        {
            await LoseAsync("given up");
            throw;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return await LoseAsync($"the data set could not be read to its end: {fault.Message}");
        }
    }

    private async Task<ScuOutcome> LoseAsync(string reason)
    {
        IsLost = true;
        _association.Step(UpperLayerEvent.LocalAbort);
        try
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await _association.SendAsync(new Abort(AbortSource.ServiceUser, AbortReason.NotSpecified), soon.Token);
        }
        catch (OperationCanceledException)
        {
            // Nobody listens any more.
        }

        return new ScuOutcome.Lost(reason);
    }

    private async Task ReleaseAsync()
    {
        _association.Step(UpperLayerEvent.LocalReleaseRequest);
        try
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await _association.SendAsync(new ReleaseRequest(), soon.Token);
            while (await _association.ReceiveAsync(soon.Token) is Received.Message)
            {
                // PS3.8 table 9-10, AR-6: data may still come until the release is confirmed.
            }

            _association.Step(UpperLayerEvent.ReleaseResponseReceived);
        }
        catch (Exception gone) when (gone is OperationCanceledException or MalformedPduException)
        {
            // The connection is closed next in any case.
        }
    }

    private ushort NextId() => unchecked(++_messageId);
}
