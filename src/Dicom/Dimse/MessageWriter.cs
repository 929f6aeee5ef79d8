using System.Buffers;
using System.IO.Pipelines;
using ImagingGateway.Dicom.UpperLayer;

namespace ImagingGateway.Dicom.Dimse;

/// <summary>
/// Writes the messages of one association: fragments fill PDUs to the peer's maximum, every PDU goes out in one flush, unless messages are gathered.
/// Not thread safe; one message at a time.
/// </summary>
/// <param name="output">The transport.</param>
/// <param name="peerMaximumLength">What the peer announced; 0 is no limit (PS3.8 annex D.1).</param>
public sealed class MessageWriter(PipeWriter output, uint peerMaximumLength)
{
    /// <summary>Longest P-DATA-TF body ever sent, in bytes.</summary>
    public const int MaximumLength = 256 << 10;

    private const int Headers = PduHeader.Size + PdvHeader.Size;

    // PS3.8 annex E.1: fragments are of even length. A maximum too small for any fragment is stretched to the least there is.
    private readonly int _fragmentLength =
        (int)Math.Max(2, (Math.Min(peerMaximumLength == 0 ? MaximumLength : (long)peerMaximumLength, MaximumLength) - PdvHeader.Size) & ~1L);

    private long _waitingSince;

    /// <summary>Milliseconds of <see cref="Environment.TickCount64"/> since which the peer does not take what is sent; 0 when it does.</summary>
    public long WaitingSince => Volatile.Read(ref _waitingSince);

    /// <summary>Bytes of messages that were added and not sent yet.</summary>
    public long Waiting => output.UnflushedBytes;

    /// <summary>Puts a message that is in memory behind those that wait; they leave together, with <see cref="FlushAsync"/> or with the next message that is sent.</summary>
    public void Add(byte contextId, ReadOnlySpan<byte> commandSet, ReadOnlySpan<byte> dataSet)
    {
        Write(contextId, isCommand: true, commandSet);
        Write(contextId, isCommand: false, dataSet);
    }

    /// <summary>Sends a message without data set.</summary>
    /// <exception cref="MessageInterruptedException">The connection is gone, or the wait was given up.</exception>
    public ValueTask SendAsync(byte contextId, DimseMessage message, CancellationToken cancellationToken = default)
    {
        Write(contextId, isCommand: true, CommandSetWriter.Write(message).Span);
        return FlushAsync(cancellationToken);
    }

    /// <summary>Sends a message with a data set that is in memory.</summary>
    /// <exception cref="MessageInterruptedException">The connection is gone, or the wait was given up.</exception>
    public async ValueTask SendAsync(byte contextId, DimseMessage message, ReadOnlyMemory<byte> dataSet, CancellationToken cancellationToken = default)
    {
        Write(contextId, isCommand: true, CommandSetWriter.Write(message).Span);
        var rest = dataSet;
        while (rest.Length > _fragmentLength)
        {
            WriteFragment(contextId, isCommand: false, isLast: false, rest.Span[.._fragmentLength]);
            rest = rest[_fragmentLength..];
            await FlushAsync(cancellationToken);
        }

        WriteFragment(contextId, isCommand: false, isLast: true, rest.Span);
        await FlushAsync(cancellationToken);
    }

    /// <summary>Sends a message whose data set is read from a stream straight into the PDUs.</summary>
    /// <param name="contextId">Presentation context.</param>
    /// <param name="message">Command part.</param>
    /// <param name="dataSet">Read to its end, not closed.</param>
    /// <param name="length">Bytes the stream holds.</param>
    /// <param name="cancellationToken">Ends the sending in mid-message; the association is then of no more use.</param>
    /// <exception cref="EndOfStreamException">The stream is shorter than announced; the association is then of no more use.</exception>
    /// <exception cref="MessageInterruptedException">The connection is gone, or the wait was given up.</exception>
    public async ValueTask SendAsync(byte contextId, DimseMessage message, Stream dataSet, long length, CancellationToken cancellationToken = default)
    {
        Write(contextId, isCommand: true, CommandSetWriter.Write(message).Span);
        var left = length;
        do
        {
            var count = (int)Math.Min(left, _fragmentLength);
            var memory = output.GetMemory(Headers + count);
            await dataSet.ReadExactlyAsync(memory.Slice(Headers, count), cancellationToken);
            left -= count;
            WriteHeaders(memory.Span, new PdvHeader((uint)count, contextId, IsCommand: false, IsLast: left == 0));
            output.Advance(Headers + count);
            await FlushAsync(cancellationToken);
        }
        while (left > 0);
    }

    /// <summary>Sends a message whose data set is made while it is sent, so that its length is not known before.</summary>
    /// <param name="contextId">Presentation context.</param>
    /// <param name="message">Command part.</param>
    /// <param name="dataSet">Read to its end; completing it is the caller's. What its writer failed with comes out here, and the association is then of no more use.</param>
    /// <param name="cancellationToken">Ends the sending in mid-message; the association is then of no more use.</param>
    /// <exception cref="MessageInterruptedException">The connection is gone, or the wait was given up.</exception>
    public async ValueTask SendAsync(byte contextId, DimseMessage message, PipeReader dataSet, CancellationToken cancellationToken = default)
    {
        Write(contextId, isCommand: true, CommandSetWriter.Write(message).Span);
        while (true)
        {
            // One byte more than a fragment: only then is it known not to be the last.
            var read = await dataSet.ReadAtLeastAsync(_fragmentLength + 1, cancellationToken);
            var rest = read.Buffer;
            while (rest.Length > _fragmentLength)
            {
                WriteFragment(contextId, isLast: false, rest.Slice(0, _fragmentLength));
                rest = rest.Slice(_fragmentLength);
                await FlushAsync(cancellationToken);
            }

            if (read.IsCompleted)
            {
                WriteFragment(contextId, isLast: true, rest);
                dataSet.AdvanceTo(rest.End);
                await FlushAsync(cancellationToken);
                return;
            }

            dataSet.AdvanceTo(rest.Start, rest.End);
        }
    }

    /// <summary>Sends a PDU that is not P-DATA-TF.</summary>
    /// <exception cref="MessageInterruptedException">The connection is gone, or the wait was given up.</exception>
    public ValueTask SendAsync(Pdu pdu, CancellationToken cancellationToken = default)
    {
        PduWriter.Write(output, pdu);
        return FlushAsync(cancellationToken);
    }

    /// <summary>Sends what waits.</summary>
    /// <exception cref="MessageInterruptedException">The connection is gone, or the wait was given up.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        FlushResult flushed;
        try
        {
            var pending = output.FlushAsync(cancellationToken);
            if (!pending.IsCompleted)
                Volatile.Write(ref _waitingSince, Environment.TickCount64);
            flushed = await pending;
        }
        catch (Exception lost) when (lost is IOException or InvalidOperationException)
        {
            throw new MessageInterruptedException(InterruptionKind.Closed, lost);
        }
        finally
        {
            Volatile.Write(ref _waitingSince, 0);
        }

        if (flushed.IsCanceled)
            throw new MessageInterruptedException(InterruptionKind.GivenUp);
        if (flushed.IsCompleted)
            throw new MessageInterruptedException(InterruptionKind.Closed);
    }

    private void Write(byte contextId, bool isCommand, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length > _fragmentLength; bytes = bytes[_fragmentLength..])
            WriteFragment(contextId, isCommand, isLast: false, bytes[.._fragmentLength]);
        WriteFragment(contextId, isCommand, isLast: true, bytes);
    }

    private void WriteFragment(byte contextId, bool isCommand, bool isLast, ReadOnlySpan<byte> bytes)
    {
        var span = output.GetSpan(Headers + bytes.Length);
        WriteHeaders(span, new PdvHeader((uint)bytes.Length, contextId, isCommand, isLast));
        bytes.CopyTo(span[Headers..]);
        output.Advance(Headers + bytes.Length);
    }

    private void WriteFragment(byte contextId, bool isLast, in ReadOnlySequence<byte> bytes)
    {
        var count = (int)bytes.Length;
        var span = output.GetSpan(Headers + count);
        WriteHeaders(span, new PdvHeader((uint)count, contextId, IsCommand: false, isLast));
        bytes.CopyTo(span[Headers..]);
        output.Advance(Headers + count);
    }

    private static void WriteHeaders(Span<byte> span, PdvHeader pdv)
    {
        new PduHeader(PduType.DataTransfer, PdvHeader.Size + pdv.FragmentLength).Write(span);
        pdv.Write(span[PduHeader.Size..]);
    }
}
