using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.DicomWeb.Store;

/// <summary>
/// A request's body up to a limit. The server's own limit cuts the connection while the client still sends, so that the client
/// often never reads why; after this one the server reads on for a moment and the client gets its 413.
/// </summary>
internal sealed class BoundedBody(PipeReader body, long limit) : PipeReader
{
    private ReadOnlySequence<byte> _last;
    private long _consumed;

    /// <exception cref="BadHttpRequestException">413: the limit is passed.</exception>
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => Check(await body.ReadAsync(cancellationToken));

    public override bool TryRead(out ReadResult result)
    {
        var read = body.TryRead(out result);
        if (read)
            Check(result);
        return read;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _consumed += _last.Slice(_last.Start, consumed).Length;
        _last = default;
        body.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => body.CancelPendingRead();

    public override void Complete(Exception? exception = null) => body.Complete(exception);

    private ReadResult Check(ReadResult result)
    {
        _last = result.Buffer;
        if (_consumed + result.Buffer.Length <= limit)
            return result;
        AdvanceTo(result.Buffer.End);
        throw new BadHttpRequestException("The request is too large.", StatusCodes.Status413PayloadTooLarge);
    }
}
