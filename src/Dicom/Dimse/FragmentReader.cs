using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using ImagingGateway.Dicom.UpperLayer;

namespace ImagingGateway.Dicom.Dimse;

/// <summary>
/// The fragments of one command set or data set as one back-pressured stream. Nothing is copied: what is read are slices
/// of the transport's own buffer with the PDU and PDV headers left out, and consuming here consumes there.
/// </summary>
internal sealed class FragmentReader(PipeReader input, uint maximumPduLength) : PipeReader
{
    private readonly List<FragmentSegment> _segments = [];
    private FragmentCursor _cursor;
    private FragmentCursor _endCursor;
    private SequencePosition _endPosition;
    private ReadOnlySequence<byte> _buffer;
    private long _presented;
    private long _mustExceed;
    private int _used;
    private bool _isReading;
    private bool _isCommand;
    private long _waitingSince;

    /// <summary>The current command set or data set was read to its end.</summary>
    public bool HasEnded => _cursor.HasEnded;

    /// <summary>The next fragment's header lies inside the current PDU.</summary>
    public bool IsInsidePdu => _cursor.PduRemaining > 0;

    public byte ContextId => _cursor.ContextId;

    /// <summary>Milliseconds of <see cref="Environment.TickCount64"/> since which the peer is waited for; 0 when it is not.</summary>
    public long WaitingSince => Volatile.Read(ref _waitingSince);

    /// <summary>Begins the next command set or data set.</summary>
    public void Begin(bool isCommand)
    {
        _isCommand = isCommand;
        _cursor.Restart();
        _mustExceed = 0;
    }

    /// <inheritdoc/>
    /// <exception cref="MessageInterruptedException">The rest will not come.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (HasEnded)
                return new ReadResult(default, isCanceled: false, isCompleted: true);
            if (TryPresent(await ReadInputAsync(cancellationToken), out var presented))
                return presented;
        }
    }

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        result = new ReadResult(default, isCanceled: false, isCompleted: true);
        return HasEnded || (input.TryRead(out var read) && TryPresent(read, out result));
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (!_isReading)
            return;
        _isReading = false;
        var end = Locate(examined, out var examinedThere, out _);
        var count = Locate(consumed, out var consumedThere, out var cursor);
        _cursor = cursor;
        var examinedAll = end == _presented;
        _mustExceed = examinedAll ? _presented - count : -1;
        if (_endCursor.HasEnded)
            examinedThere = consumedThere; // the rest is here already: never wait for the peer to send more
        else if (examinedAll)
            examinedThere = _buffer.End;
        input.AdvanceTo(consumedThere, examinedThere);
    }

    /// <inheritdoc/>
    public override void CancelPendingRead() => input.CancelPendingRead();

    /// <summary>The association goes on; what was not consumed is skipped by <see cref="MessageReader"/>.</summary>
    public override void Complete(Exception? exception = null)
    {
        if (!_isReading)
            return;
        _isReading = false;
        _mustExceed = -1;
        input.AdvanceTo(_buffer.Start);
    }

    /// <summary>Reads the transport itself; what both kinds of waiting for the peer go through.</summary>
    /// <exception cref="MessageInterruptedException">The connection was lost.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReadResult> ReadInputAsync(CancellationToken cancellationToken)
    {
        try
        {
            var pending = input.ReadAsync(cancellationToken);
            if (!pending.IsCompleted)
                Volatile.Write(ref _waitingSince, Environment.TickCount64);
            return await pending;
        }
        catch (Exception lost) when (lost is IOException or ObjectDisposedException)
        {
            throw new MessageInterruptedException(InterruptionKind.Closed, lost);
        }
        finally
        {
            Volatile.Write(ref _waitingSince, 0);
        }
    }

    private bool TryPresent(ReadResult read, out ReadResult presented)
    {
        _buffer = read.Buffer;
        _isReading = true;
        try
        {
            if (read.IsCanceled)
                throw new MessageInterruptedException(InterruptionKind.GivenUp);
            Collect();
            if (_presented > _mustExceed || _endCursor.HasEnded)
            {
                presented = new ReadResult(Payload(), isCanceled: false, isCompleted: _endCursor.HasEnded);
                return true;
            }

            if (read.IsCompleted)
                throw new MessageInterruptedException(InterruptionKind.Closed);
        }
        catch (MalformedPduException malformed)
        {
            Complete();
            throw new MessageInterruptedException(InterruptionKind.Malformed, malformed);
        }
        catch (MessageInterruptedException)
        {
            Complete();
            throw;
        }

        _isReading = false;
        input.AdvanceTo(_buffer.Start, _buffer.End);
        presented = default;
        return false;
    }

    // Walks over every whole header and all payload that has arrived.
    private void Collect()
    {
        var rest = _buffer;
        _endCursor = _cursor;
        _presented = 0;
        _used = 0;
        while (!_endCursor.HasEnded)
        {
            if (_endCursor.FragmentRemaining == 0 && !_endCursor.TryEnter(ref rest, _isCommand, maximumPduLength))
                break;
            if (rest.IsEmpty && _endCursor.FragmentRemaining > 0)
                break;
            var run = rest.Slice(0, Math.Min(_endCursor.FragmentRemaining, rest.Length));
            Append(run);
            rest = rest.Slice(run.End);
        }

        _endPosition = rest.Start;
    }

    private void Append(in ReadOnlySequence<byte> run)
    {
        var next = run.Start;
        while (true)
        {
            var start = next;
            if (!run.TryGet(ref next, out var memory))
                return;
            if (memory.IsEmpty)
                continue;
            if (_used == _segments.Count)
                _segments.Add(new FragmentSegment());
            _segments[_used].Reset(memory, _presented, start, _endCursor);
            if (_used > 0)
                _segments[_used - 1].Link(_segments[_used]);
            _used++;
            _presented += memory.Length;
            _endCursor.FragmentRemaining -= (uint)memory.Length;
        }
    }

    private ReadOnlySequence<byte> Payload() =>
        _used == 0 ? default : new ReadOnlySequence<byte>(_segments[0], 0, _segments[_used - 1], _segments[_used - 1].Memory.Length);

    // From a position in the payload to the one in the transport's buffer and the nesting there; returns payload bytes before it.
    private long Locate(SequencePosition position, out SequencePosition there, out FragmentCursor cursor)
    {
        there = _endPosition;
        cursor = _endCursor;
        if (position.GetObject() is not FragmentSegment segment)
            return _presented;
        var index = position.GetInteger();
        if (segment == _segments[_used - 1] && index == segment.Memory.Length)
            return _presented;
        there = _buffer.GetPosition(index, segment.Start);
        cursor = segment.Cursor;
        cursor.FragmentRemaining -= (uint)index;
        return segment.RunningIndex + index;
    }
}
