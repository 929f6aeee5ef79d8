using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Associations;

namespace ImagingGateway.DicomGateway.Outbound;

/// <summary>
/// An association this side opened: C-ECHO, C-STORE, N-EVENT-REPORT, as many at once as the peer grants (<see cref="Window"/>);
/// responses are matched by message id. Operations may be called side by side. Disposing releases it.
/// </summary>
public sealed class DicomScu : IAsyncDisposable
{
    private const int MaximumLength = 128 << 10;

    /// <summary>Time for a finished association to close (PS3.8 9.1.5).</summary>
    private static readonly TimeSpan Artim = TimeSpan.FromSeconds(5);

    private readonly ScuTransport _transport;
    private readonly Association _association;
    private readonly AssociationWatch _watch;
    private readonly DicomPeer _peer;
    private SemaphoreSlim _window = new(1, 1);
    private Task _listening = Task.CompletedTask;
    private string _end = "the association ended before";

    private DicomScu(ScuTransport transport, DicomPeer peer)
    {
        _transport = transport;
        _peer = peer;
        _association = new Association(transport.Pipe, isRequestor: true, MaximumLength);
        _watch = new AssociationWatch(_association, peer.ResponseTimeout);
    }

    /// <summary>What the peer accepted.</summary>
    public NegotiatedContexts Contexts => _association.Contexts;

    /// <summary>Operations that may be outstanding at once.</summary>
    public int Window { get; private set; } = 1;

    /// <summary>The association ended before it was released.</summary>
    public bool IsLost { get; private set; }

    /// <summary>This side had to end it, because of one instance that could not be read to its end: for the others a new one helps.</summary>
    public bool IsSpoilt { get; private set; }

    /// <summary>Connects and negotiates.</summary>
    /// <param name="peer">Whom to call.</param>
    /// <param name="calling">Own title.</param>
    /// <param name="proposals">1 to 128 contexts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<ScuConnection> ConnectAsync(
        DicomPeer peer, AETitle calling, IReadOnlyList<PresentationContextProposal> proposals, CancellationToken cancellationToken) =>
        ConnectAsync(peer, calling, proposals, [], cancellationToken);

    /// <inheritdoc cref="ConnectAsync(DicomPeer, AETitle, IReadOnlyList{PresentationContextProposal}, CancellationToken)"/>
    /// <param name="roles">Roles other than SCU that this side asks for (PS3.7 D.3.3.4).</param>
    public static async Task<ScuConnection> ConnectAsync(
        DicomPeer peer, AETitle calling, IReadOnlyList<PresentationContextProposal> proposals, IReadOnlyList<RoleSelection> roles, CancellationToken cancellationToken)
    {
        var (transport, fault) = await ScuTransport.OpenAsync(peer, cancellationToken);
        if (transport is null)
            return new ScuConnection.Unreachable(fault!);
        var scu = new DicomScu(transport, peer);
        var result = await scu.NegotiateAsync(calling, proposals, roles, cancellationToken);
        if (result is not ScuConnection.Established)
            await scu.DisposeAsync();
        return result;
    }

    /// <summary>C-ECHO.</summary>
    public async Task<ScuOutcome> EchoAsync(CancellationToken cancellationToken = default)
    {
        if (Contexts.Find(Uids.Verification) is not { } context)
            return new ScuOutcome.Answered(DimseStatus.SopClassNotSupported, "Verification was not accepted.");
        return await OperateAsync(id => SendAsync(writer => writer.SendAsync(context.Id, new CEchoRequest(id, Uids.Verification), cancellationToken), cancellationToken), cancellationToken);
    }

    /// <summary>C-STORE of a data set that is already in the context's transfer syntax.</summary>
    /// <param name="context">One of <see cref="Contexts"/>.</param>
    /// <param name="sopInstanceUid">As in the data set.</param>
    /// <param name="dataSet">Positioned at the data set; not closed.</param>
    /// <param name="length">Bytes of the data set.</param>
    /// <param name="cancellationToken">Gives up; the association is then lost.</param>
    public Task<ScuOutcome> StoreAsync(NegotiatedContext context, Uid sopInstanceUid, Stream dataSet, long length, CancellationToken cancellationToken = default) =>
        OperateAsync(
            id =>
            {
                var request = new CStoreRequest(id, context.AbstractSyntax, sopInstanceUid, Priority.Medium);
                return SendAsync(writer => writer.SendAsync(context.Id, request, dataSet, length, cancellationToken), cancellationToken);
            },
            cancellationToken);

    /// <summary>N-EVENT-REPORT.</summary>
    /// <param name="context">One of <see cref="Contexts"/>.</param>
    /// <param name="report">Makes the request with the message id given.</param>
    /// <param name="information">Event information in the context's transfer syntax.</param>
    /// <param name="cancellationToken">Gives up; the association is then lost.</param>
    public Task<ScuOutcome> ReportAsync(
        NegotiatedContext context, Func<ushort, NEventReportRequest> report, ReadOnlyMemory<byte> information, CancellationToken cancellationToken = default) =>
        OperateAsync(id => SendAsync(writer => writer.SendAsync(context.Id, report(id), information, cancellationToken), cancellationToken), cancellationToken);

    /// <summary>C-STORE of a stored instance as planned.</summary>
    internal Task<ScuOutcome> StoreAsync(InstanceSender sender, SendingPlan plan, MoveOriginator? originator, CancellationToken cancellationToken) =>
        OperateAsync(id => sender.TrySendAsync(_association, plan, id, originator, _peer.AETitle, cancellationToken), cancellationToken);

    /// <summary>Releases the association when it still stands, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        var stands = _association.State == UpperLayerState.Sta6;
        if (stands)
        {
            await WhenIdleAsync(); // those under way end first
            await ReleaseAsync();
        }

        if (!_listening.IsCompleted)
            _association.GiveUp();
        await _listening;
        if (_association.State == UpperLayerState.Sta13)
            await _association.DrainAsync(Artim);
        _watch.Dispose();
        await _transport.DisposeAsync();
        if (!stands)
            await WhenIdleAsync(); // those under way see that it has ended
        _window.Dispose();
        _association.Dispose();
    }

    private async Task WhenIdleAsync()
    {
        for (var operation = 0; operation < Window; operation++)
            await _window.WaitAsync();
    }

    private async Task<ScuConnection> NegotiateAsync(
        AETitle calling, IReadOnlyList<PresentationContextProposal> proposals, IReadOnlyList<RoleSelection> roles, CancellationToken cancellationToken)
    {
        var user = new UserInformation(MaximumLength, Implementation.ClassUid, Implementation.VersionName)
        {
            AsynchronousOperationsWindow = _peer.MaxOperations == 1 ? null : new AsynchronousOperationsWindow((ushort)_peer.MaxOperations, 1),
            RoleSelections = roles,
            UserIdentity = _peer.Identity,
        };
        var request = new AssociateRequest(1, _peer.Title, calling, AssociateRequest.DicomApplicationContext, proposals, user);
        try
        {
            _association.Step(UpperLayerEvent.TransportConnected);
            await _association.SendAsync(request, cancellationToken);
            var received = await _association.ReceiveAsync(cancellationToken);
            if (received is Received.Control control)
                await _association.StepAndAbortAsync(UpperLayerMachine.EventOf(control.Pdu.Type), AbortReason.UnexpectedPdu, cancellationToken);
            return Conclude(request, received);
        }
        catch (MessageInterruptedException interrupted)
        {
            return new ScuConnection.Unreachable($"the connection broke ({interrupted.Kind})");
        }
        catch (MalformedPduException malformed)
        {
            await _association.StepAndAbortAsync(UpperLayerEvent.InvalidPduReceived, malformed.Reason, cancellationToken);
            return new ScuConnection.Unreachable($"the peer does not speak DICOM: {malformed.Message}");
        }
    }

    private ScuConnection Conclude(AssociateRequest request, Received received)
    {
        switch (received)
        {
            case Received.Control { Pdu: AssociateAccept accept }:
                _association.Establish(request, accept);
                Window = Math.Max((ushort)1, _association.Window.Invoked);
                _window = new SemaphoreSlim(Window, Window);
                _association.BeginWork(); // nothing was asked yet: it is this side's turn
                _listening = ListenAsync();
                return new ScuConnection.Established(this);
            case Received.Control { Pdu: AssociateReject reject }:
                return new ScuConnection.Rejected(reject);
            case Received.Control { Pdu: Abort abort }:
                return new ScuConnection.Unreachable($"the peer aborted ({abort.Source}, {abort.Reason})");
            default:
                return new ScuConnection.Unreachable("the peer closed the connection or did not answer in time");
        }
    }

    private async Task<bool> SendAsync(Func<MessageWriter, ValueTask> write, CancellationToken cancellationToken)
    {
        await _association.WriteAsync(write, cancellationToken);
        return true;
    }

    // One request out, its response in; whatever else happens ends the association.
    private async Task<ScuOutcome> OperateAsync(Func<ushort, Task<bool>> send, CancellationToken cancellationToken)
    {
        await _window.WaitAsync(cancellationToken);
        try
        {
            if (IsLost)
                return new ScuOutcome.Lost(_end);
            var (id, response) = _association.Invocations.Begin();
            if (!await send(id))
            {
                _association.Invocations.Forget(id);
                return new ScuOutcome.Answered(DimseStatus.ProcessingFailure, "The instance cannot be read.");
            }

            _association.EndWork(); // the peer's turn
            try
            {
                var answer = await response.WaitAsync(cancellationToken);
                return new ScuOutcome.Answered(answer.Status, answer.ErrorComment);
            }
            finally
            {
                _association.BeginWork();
            }
        }
        catch (MessageInterruptedException interrupted) when (interrupted.Kind == InterruptionKind.Unreadable)
        {
            IsSpoilt = true;
            return await LoseAsync("an instance could not be read to its end", isUnreadable: true);
        }
        catch (MessageInterruptedException interrupted)
        {
            return await LoseAsync($"the association broke ({interrupted.Kind})");
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
        finally
        {
            _window.Release();
        }
    }

    private async Task<ScuOutcome> LoseAsync(string reason, bool isUnreadable = false)
    {
        IsLost = true;
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _association.StepAndAbortAsync(UpperLayerEvent.LocalAbort, AbortReason.NotSpecified, soon.Token);
        return new ScuOutcome.Lost(reason, isUnreadable);
    }

    // Hears the peer to the end of the association.
    private async Task ListenAsync()
    {
        var kind = InterruptionKind.Closed;
        try
        {
            while (true)
            {
                var received = await _association.ReceiveAsync();
                if (received is Received.Ended ended)
                {
                    kind = ended.Kind;
                    await EndAsync(ended.Kind);
                    break;
                }

                if (received is Received.Message message ? !await TakeAsync(message) : !await TakeAsync((Received.Control)received))
                    break;
            }
        }
        catch (MalformedPduException malformed)
        {
            kind = InterruptionKind.Malformed;
            _end = $"the peer's answer cannot be read: {malformed.Message}";
            await _association.StepAndAbortAsync(UpperLayerEvent.InvalidPduReceived, malformed.Reason);
        }
        catch (OperationCanceledException)
        {
            // The connection broke while a PDU was answered.
        }

        IsLost = true;
        _association.Invocations.End(kind);
    }

    private Task EndAsync(InterruptionKind kind) => _association.StepAndAbortAsync(kind switch
    {
        InterruptionKind.Aborted => UpperLayerEvent.AbortReceived,
        InterruptionKind.GivenUp => UpperLayerEvent.LocalAbort,
        _ => UpperLayerEvent.TransportClosed,
    });

    private async Task<bool> TakeAsync(Received.Message message)
    {
        _association.Step(UpperLayerEvent.DataReceived);
        switch (message.Command)
        {
            case DimseResponse response when _association.Invocations.TryComplete(response):
                return true;
            case DimseRequest request:
                // Nothing is served on an association this side opened.
                var refusal = DimseResponse.To(request, DimseStatus.UnrecognizedOperation);
                await _association.WriteAsync(writer => writer.SendAsync(message.ContextId, refusal), CancellationToken.None);
                return true;
            default:
                throw new MalformedPduException("A response came that nothing asked for.", 0, AbortReason.UnexpectedPduParameter);
        }
    }

    // False at the end of the association.
    private async Task<bool> TakeAsync(Received.Control control)
    {
        var isCollision = _association.State == UpperLayerState.Sta7; // AR-8: both sides release at once
        await _association.StepAndAbortAsync(UpperLayerMachine.EventOf(control.Pdu.Type), AbortReason.UnexpectedPdu);
        if (control.Pdu is not ReleaseRequest)
            return false;
        _association.Step(UpperLayerEvent.LocalReleaseResponse);
        await _association.TrySendAsync(new ReleaseResponse());
        return isCollision;
    }

    private async Task ReleaseAsync()
    {
        _association.Step(UpperLayerEvent.LocalReleaseRequest);
        await _association.TrySendAsync(new ReleaseRequest());
        try
        {
            await _listening.WaitAsync(Artim);
        }
        catch (TimeoutException)
        {
            // The connection is closed next in any case.
        }
    }
}
