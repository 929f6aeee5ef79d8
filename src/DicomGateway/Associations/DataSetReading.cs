using System.IO.Pipelines;

namespace ImagingGateway.DicomGateway.Associations;

/// <summary>
/// The data set of one message, let go of the association once it was read to its end: the next message can then be read
/// while whoever took this one still works on it.
/// </summary>
internal sealed class DataSetReading(PipeReader association) : PipeReader
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SequencePosition _end;
    private bool _isLast;

    /// <summary>Completes when the last byte was consumed.</summary>
    public Task Ended => _ended.Task;

    private bool HasEnded => _ended.Task.IsCompleted;

    /// <inheritdoc/>
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        HasEnded ? new ReadResult(default, isCanceled: false, isCompleted: true) : Note(await association.ReadAsync(cancellationToken));

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        result = new ReadResult(default, isCanceled: false, isCompleted: true);
        if (HasEnded)
            return true;
        if (!association.TryRead(out result))
            return false;
        Note(result);
        return true;
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (HasEnded)
            return;
        association.AdvanceTo(consumed, examined);
        if (_isLast && consumed.Equals(_end))
            _ended.SetResult();
    }

    /// <inheritdoc/>
    public override void CancelPendingRead()
    {
        if (!HasEnded)
            association.CancelPendingRead();
    }

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        if (!HasEnded)
            association.Complete(exception);
    }

    private ReadResult Note(ReadResult result)
    {
        _isLast = result.IsCompleted;
        _end = result.Buffer.End;
        return result;
    }
}
