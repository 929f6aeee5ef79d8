using System.Buffers;
using System.IO.Pipelines;
using ImagingGateway.Dicom.UpperLayer;

namespace ImagingGateway.Dicom.Dimse;

/// <summary>
/// Reads the messages of one association in order: the command part at once, the data set as a stream that has to be
/// read (or is skipped) before the next message. Not thread safe; one read at a time.
/// </summary>
/// <param name="input">The transport.</param>
/// <param name="maximumPduLength">Longest P-DATA-TF body tolerated, in bytes. It may exceed what was announced: streaming costs no memory,
/// and modalities that overstep their peer's maximum exist.</param>
public sealed class MessageReader(PipeReader input, uint maximumPduLength)
{
    /// <summary>Longest command set read, in bytes; real ones are below 400.</summary>
    public const int MaximumCommandLength = 16 << 10;

    private readonly FragmentReader _fragments = new(input, maximumPduLength);
    private bool _hasDataSet;

    /// <summary>The data set of the message received last.</summary>
    public PipeReader DataSet => _fragments;

    /// <summary>Milliseconds of <see cref="Environment.TickCount64"/> since which the peer is waited for; 0 when it is not.</summary>
    public long WaitingSince => _fragments.WaitingSince;

    /// <summary>The next message, control PDU or end. Skips what was left of the last data set.</summary>
    /// <exception cref="MalformedPduException">The peer's bytes cannot be read.</exception>
    public async ValueTask<Received> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            if (_hasDataSet)
                await SkipAsync(cancellationToken);
            _hasDataSet = false;
            if (!_fragments.IsInsidePdu && await ReceiveControlAsync(cancellationToken) is { } other)
                return other;
            return await ReceiveCommandAsync(cancellationToken);
        }
        catch (MessageInterruptedException interrupted)
        {
            return interrupted.Malformed is { } malformed ? throw malformed : new Received.Ended(interrupted.Kind);
        }
    }

    /// <summary>Reads the whole data set of the current message (identifiers: they are small).</summary>
    /// <exception cref="MalformedPduException">It is longer than allowed.</exception>
    /// <exception cref="MessageInterruptedException">The rest will not come.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadDataSetAsync(int maximumLength, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var read = await _fragments.ReadAsync(cancellationToken);
            if (read.Buffer.Length > maximumLength)
                throw new MalformedPduException($"A data set of more than {maximumLength} bytes came where {maximumLength} are allowed.", 0);
            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                _fragments.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            _fragments.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private async ValueTask SkipAsync(CancellationToken cancellationToken)
    {
        _fragments.Complete(); // a consumer may have left in the middle of a read
        while (!_fragments.HasEnded)
        {
            var read = await _fragments.ReadAsync(cancellationToken);
            _fragments.AdvanceTo(read.Buffer.End);
        }
    }

    // Null when a P-DATA-TF PDU is next.
    private async ValueTask<Received?> ReceiveControlAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _fragments.ReadInputAsync(cancellationToken);
            var buffer = read.Buffer;
            if (read.IsCanceled)
            {
                input.AdvanceTo(buffer.Start);
                return new Received.Ended(InterruptionKind.GivenUp);
            }

            if (!buffer.IsEmpty && buffer.FirstSpan[0] == (byte)PduType.DataTransfer)
            {
                input.AdvanceTo(buffer.Start);
                return null;
            }

            if (TryRead(ref buffer, out var pdu))
            {
                input.AdvanceTo(buffer.Start);
                return new Received.Control(pdu!);
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
                return new Received.Ended(InterruptionKind.Closed);
        }
    }

    // What cannot be read is consumed, so that the connection can still be drained after the A-ABORT.
    private bool TryRead(ref ReadOnlySequence<byte> buffer, out Pdu? pdu)
    {
        try
        {
            return PduReader.TryRead(ref buffer, out pdu);
        }
        catch (MalformedPduException)
        {
            input.AdvanceTo(buffer.End);
            throw;
        }
    }

    private async ValueTask<Received> ReceiveCommandAsync(CancellationToken cancellationToken)
    {
        _fragments.Begin(isCommand: true);
        var bytes = await ReadDataSetAsync(MaximumCommandLength, cancellationToken);
        var context = _fragments.ContextId;
        var command = CommandSetReader.Read(bytes);
        _hasDataSet = command.HasDataSet;
        if (_hasDataSet)
            _fragments.Begin(isCommand: false);
        return new Received.Message(context, command);
    }
}
