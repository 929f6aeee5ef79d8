using System.Buffers;
using System.IO.Pipelines;

namespace ImagingGateway.Viewer.Api.DicomWeb.Multipart;

/// <summary>
/// The bytes of one part, up to the boundary that ends it. The boundary is taken out of the body together with the last of
/// the content; bytes that may be its beginning are held back until it is clear.
/// </summary>
internal sealed class PartContentReader(PipeReader body, byte[] delimiter) : PipeReader
{
    private ReadOnlySequence<byte> _buffer;
    private long _visible;

    // Bytes from the start of the buffer in which no delimiter begins: they are not searched again when more arrives.
    private long _searched;
    private bool _isLast;
    private bool _isOutstanding;
    private bool _isEnded;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (_isEnded)
                return new ReadResult(ReadOnlySequence<byte>.Empty, isCanceled: false, isCompleted: true);
            if (TryShow(await body.ReadAsync(cancellationToken), out var shown))
                return shown;
        }
    }

    public override bool TryRead(out ReadResult result)
    {
        if (_isEnded)
        {
            result = new ReadResult(ReadOnlySequence<byte>.Empty, isCanceled: false, isCompleted: true);
            return true;
        }

        result = default;
        return body.TryRead(out var read) && TryShow(read, out result);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (!_isOutstanding)
            return;
        _isOutstanding = false;
        var taken = _buffer.GetOffset(consumed) - _buffer.GetOffset(_buffer.Start);
        var seen = _buffer.GetOffset(examined) - _buffer.GetOffset(_buffer.Start);
        if (_isLast && taken >= _visible)
        {
            _isEnded = true;
            body.AdvanceTo(_buffer.GetPosition(_visible + delimiter.Length));
        }
        else
        {
            _searched -= taken;
            // when all that was shown was looked at, only bytes not yet in the buffer can bring anything new
            body.AdvanceTo(consumed, !_isLast && seen >= _visible ? _buffer.End : examined);
        }
    }

    public override void CancelPendingRead() => body.CancelPendingRead();

    /// <summary>The consumer is done; the body itself goes on with the next part.</summary>
    public override void Complete(Exception? exception = null)
    {
    }

    /// <summary>Skips what the consumer left.</summary>
    /// <exception cref="MalformedMultipartException">The body ends without a boundary, or more than <paramref name="limit"/> bytes would be skipped.</exception>
    public async Task DrainAsync(CancellationToken cancellationToken, long limit = long.MaxValue)
    {
        if (_isOutstanding)
            AdvanceTo(_buffer.GetPosition(_visible));
        while (!_isEnded)
        {
            var result = await ReadAsync(cancellationToken);
            limit -= result.Buffer.Length;
            if (limit < 0)
                throw new MalformedMultipartException("The first boundary does not come. Check the boundary parameter of Content-Type.");
            AdvanceTo(result.Buffer.End);
        }
    }

    private bool TryShow(ReadResult read, out ReadResult shown)
    {
        _buffer = read.Buffer;
        _isLast = TryFindDelimiter(_buffer, out var end);
        if (!_isLast && read.IsCompleted)
        {
            body.AdvanceTo(_buffer.Start, _buffer.End);
            throw new MalformedMultipartException("The body ends without its closing boundary, so its last part may be cut short. Send it again.");
        }

        _visible = _isLast ? end : Math.Max(0, _buffer.Length - (delimiter.Length - 1));
        _searched = _visible;
        if (_visible == 0 && !_isLast && !read.IsCanceled)
        {
            body.AdvanceTo(_buffer.Start, _buffer.End);
            shown = default;
            return false;
        }

        _isOutstanding = true;
        shown = new ReadResult(_buffer.Slice(0, _visible), read.IsCanceled, _isLast);
        return true;
    }

    // Within a piece by a vectorised search; where a delimiter may lie across pieces, byte by byte.
    private bool TryFindDelimiter(ReadOnlySequence<byte> buffer, out long offset)
    {
        offset = _searched;
        var rest = buffer.Slice(offset);
        foreach (var piece in rest)
        {
            var found = piece.Span.IndexOf(delimiter);
            for (var i = Math.Max(0, piece.Length - (delimiter.Length - 1)); found < 0 && i < piece.Length; i++)
            {
                if (piece.Span[i] == delimiter[0] && new SequenceReader<byte>(buffer.Slice(offset + i)).IsNext(delimiter))
                    found = i;
            }

            if (found >= 0)
            {
                offset += found;
                return true;
            }

            offset += piece.Length;
        }

        offset = 0;
        return false;
    }
}
