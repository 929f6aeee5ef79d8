using System.IO.Pipelines;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;

namespace ImagingGateway.DicomGateway.Associations;

/// <summary>
/// One association of either side over a duplex pipe: the state of PS3.8 table 9-10, the messages in, the messages out.
/// One reader at a time; whole messages are written one after the other (<see cref="WriteAsync"/>).
/// </summary>
public sealed class Association : IDisposable
{
    // PS3.8 annex D.1 lets a peer exceed nothing; some do. Streaming costs no memory, so only the absurd is refused.
    private const uint LeastTolerated = 1 << 20;

    private readonly IDuplexPipe _transport;
    private readonly bool _isRequestor;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Lock _stepping = new();
    private Task<Received>? _ahead;
    private long _idleSince;
    private int _works;
    private volatile bool _isStopping;
    private volatile bool _isBetweenMessages;

    public Association(IDuplexPipe transport, bool isRequestor, int maximumPduLength)
    {
        _transport = transport;
        _isRequestor = isRequestor;
        Reader = new MessageReader(transport.Input, Math.Max((uint)maximumPduLength, LeastTolerated));
        Writer = new MessageWriter(transport.Output, MessageWriter.MaximumLength);
        State = isRequestor ? UpperLayerState.Sta4 : UpperLayerState.Sta2;
    }

    public UpperLayerState State { get; private set; }

    public MessageReader Reader { get; }

    public MessageWriter Writer { get; private set; }

    /// <summary>As proposed; set once the request was sent or received.</summary>
    public AssociateRequest? Request { get; set; }

    /// <summary>What both sides agreed on; empty before.</summary>
    public NegotiatedContexts Contexts { get; private set; } = new(new Dictionary<byte, NegotiatedContext>());

    /// <summary>How many operations may be outstanding in each direction.</summary>
    public AsynchronousOperationsWindow Window { get; private set; } = AsynchronousOperationsWindow.Synchronous;

    /// <summary>Operations this side invoked.</summary>
    public Invocations Invocations { get; } = new();

    /// <summary>Milliseconds of <see cref="Environment.TickCount64"/> since which it is the peer's turn to send; 0 when it is not.</summary>
    public long AwaitingSince => Volatile.Read(ref _works) > 0 || Reader.WaitingSince is 0 ? 0 : Math.Max(Reader.WaitingSince, Volatile.Read(ref _idleSince));

    /// <summary>It is this side's turn: a pending read only looks out for C-CANCEL or a further message and is no idleness.</summary>
    public void BeginWork() => Interlocked.Increment(ref _works);

    /// <summary>The end of what <see cref="BeginWork"/> began.</summary>
    public void EndWork()
    {
        Volatile.Write(ref _idleSince, Environment.TickCount64);
        Interlocked.Decrement(ref _works);
    }

    /// <summary>The server stops: the message being served is finished, no other is begun.</summary>
    public void Stop()
    {
        _isStopping = true;
        if (_isBetweenMessages)
            GiveUp();
    }

    /// <summary>The next message of the peer, unless this side is stopping.</summary>
    /// <exception cref="MalformedPduException">The peer's bytes cannot be read.</exception>
    public async ValueTask<Received> ReceiveNextAsync()
    {
        _isBetweenMessages = true;
        try
        {
            return _isStopping ? new Received.Ended(InterruptionKind.GivenUp) : await ReceiveAsync();
        }
        finally
        {
            _isBetweenMessages = false;
        }
    }

    /// <summary>Takes an event through the table and returns the action to perform.</summary>
    public UpperLayerAction Step(UpperLayerEvent happened, bool isAcceptable = true)
    {
        lock (_stepping)
        {
            (var action, State) = UpperLayerMachine.Step(State, happened, _isRequestor, isAcceptable);
            return action;
        }
    }

    /// <summary>Takes an event through the table and sends the A-ABORT it demands, if any; a peer that is gone need not be told.</summary>
    public async Task StepAndAbortAsync(UpperLayerEvent happened, AbortReason reason = AbortReason.NotSpecified, CancellationToken cancellationToken = default)
    {
        if (UpperLayerMachine.AbortOf(Step(happened), reason) is { } abort)
            await TrySendAsync(abort, cancellationToken);
    }

    /// <summary>Fixes what was negotiated.</summary>
    public void Establish(AssociateRequest request, AssociateAccept accept)
    {
        Request = request;
        Contexts = Negotiation.Agree(request, accept);
        Window = Negotiation.AgreeWindow(request, accept);
        var peer = _isRequestor ? accept.UserInformation : request.UserInformation;
        Writer = new MessageWriter(_transport.Output, peer.MaximumLength);
    }

    /// <summary>The next thing from the peer.</summary>
    /// <exception cref="MalformedPduException">The peer's bytes cannot be read.</exception>
    public async ValueTask<Received> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        if (_ahead is null)
            return await Reader.ReceiveAsync(cancellationToken);
        var ahead = _ahead;
        _ahead = null;
        return await ahead.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Looks, without waiting, for a C-CANCEL of the operation. Call it only when the data set of the message being served
    /// was read to its end. Other messages stay for <see cref="ReceiveAsync"/>.
    /// </summary>
    /// <exception cref="MessageInterruptedException">The peer aborted, vanished or sent what cannot be read.</exception>
    public bool IsCancelled(ushort messageId)
    {
        _ahead ??= Reader.ReceiveAsync().AsTask();
        if (!_ahead.IsCompleted)
            return false;
        if (_ahead.IsFaulted)
            throw new MessageInterruptedException(InterruptionKind.Malformed, _ahead.Exception.InnerException);
        switch (_ahead.GetAwaiter().GetResult())
        {
            case Received.Message { Command: CCancelRequest cancel }:
                _ahead = null;
                return cancel.MessageIdBeingRespondedTo == messageId || IsCancelled(messageId);
            case Received.Ended ended:
                throw new MessageInterruptedException(ended.Kind);
            case Received.Control { Pdu: Abort }:
                throw new MessageInterruptedException(InterruptionKind.Aborted);
            default:
                return false;
        }
    }

    /// <summary>Sends a PDU other than P-DATA-TF.</summary>
    public ValueTask SendAsync(Pdu pdu, CancellationToken cancellationToken = default) => WriteAsync(writer => writer.SendAsync(pdu, cancellationToken), cancellationToken);

    /// <summary>Sends a PDU to a peer that may be gone already.</summary>
    public async Task TrySendAsync(Pdu pdu, CancellationToken cancellationToken = default)
    {
        try
        {
            await SendAsync(pdu, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // There is nobody to tell.
        }
    }

    /// <summary>Writes one whole message; those of other operations wait.</summary>
    public async ValueTask WriteAsync(Func<MessageWriter, ValueTask> write, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await write(Writer);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Ends every pending read and flush as given up.</summary>
    public void GiveUp()
    {
        _transport.Input.CancelPendingRead();
        _transport.Output.CancelPendingFlush();
    }

    /// <summary>After the last PDU: lets the peer close first, so that nothing sent is lost, then stops listening.</summary>
    public async Task DrainAsync(TimeSpan artim)
    {
        using var timeout = new CancellationTokenSource(artim);
        try
        {
            while (true)
            {
                var read = await _transport.Input.ReadAsync(timeout.Token);
                _transport.Input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted || read.IsCanceled)
                    break;
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or InvalidOperationException)
        {
            // ARTIM expired (AA-2) or the connection is gone (AR-5): either way it is closed next.
        }

        Step(UpperLayerEvent.TransportClosed);
    }

    /// <summary>Call it when nobody reads or writes any more; the connection belongs to the caller.</summary>
    public void Dispose() => _writing.Dispose();
}
