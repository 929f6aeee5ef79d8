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

    private bool TryFindDelimiter(ReadOnlySequence<byte> buffer, out long offset)
    {
        var reader = new SequenceReader<byte>(buffer);
        while (reader.TryAdvanceTo(delimiter[0], advancePastDelimiter: false))
        {
            if (reader.IsNext(delimiter))
            {
                offset = reader.Consumed;
                return true;
            }

            reader.Advance(1);
        }

        offset = 0;
        return false;
    }
}
