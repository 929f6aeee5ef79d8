using System.Buffers;
using System.IO.Pipelines;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb.Multipart;

/// <summary>
/// A body that arrives piece by piece, each in memory of its own. A further piece is only shown once all before it was looked at: a pipe
/// would run ahead of its reader and show everything at once.
/// </summary>
internal sealed class PiecewiseReader : PipeReader
{
    private readonly List<Piece> _pieces = [];
    private ReadOnlySequence<byte> _buffer;
    private SequencePosition _consumed;
    private bool _wantsMore = true;
    private int _shown;

    public PiecewiseReader(byte[] body, int pieceSize)
    {
        for (var at = 0; at == 0 || at < body.Length; at += pieceSize)
            _pieces.Add(new Piece(body.AsMemory(at, Math.Min(pieceSize, body.Length - at)), _pieces.LastOrDefault()));
        _consumed = new SequencePosition(_pieces[0], 0);
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (_wantsMore && _shown < _pieces.Count)
            _shown++;
        _wantsMore = false;
        var last = _pieces[_shown - 1];
        _buffer = new ReadOnlySequence<byte>((Piece)_consumed.GetObject()!, _consumed.GetInteger(), last, last.Memory.Length);
        return ValueTask.FromResult(new ReadResult(_buffer, isCanceled: false, isCompleted: _shown == _pieces.Count));
    }

    public override bool TryRead(out ReadResult result) => throw new NotSupportedException();

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _consumed = consumed;
        _wantsMore = _buffer.Slice(examined).IsEmpty;
    }

    public override void CancelPendingRead() => throw new NotSupportedException();

    public override void Complete(Exception? exception = null)
    {
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? before)
        {
            Memory = memory;
            if (before is null)
                return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
