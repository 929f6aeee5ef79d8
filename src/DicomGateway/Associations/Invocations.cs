using ImagingGateway.Dicom.Dimse;

namespace ImagingGateway.DicomGateway.Associations;

/// <summary>Operations this side invoked on an association and whose responses are due; responses are matched by message id. Thread safe.</summary>
public sealed class Invocations
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ushort, TaskCompletionSource<DimseResponse>> _due = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MessageInterruptedException? _end;
    private ushort _lastId;

    /// <summary>Completes when the association has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>A message id that no outstanding operation uses, and the response that will come for it.</summary>
    /// <returns>The response fails with <see cref="MessageInterruptedException"/> when the association ends first.</returns>
    public (ushort MessageId, Task<DimseResponse> Response) Begin()
    {
        var due = new TaskCompletionSource<DimseResponse>(); // who waits goes on where the response was read: the next instance leaves without a change of threads
        lock (_gate)
        {
            do
            {
                unchecked
                {
                    _lastId++;
                }
            }
            while (_due.ContainsKey(_lastId));
            if (_end is not null)
                due.SetException(_end);
            else
                _due.Add(_lastId, due);
            return (_lastId, due.Task);
        }
    }

    /// <summary>An operation whose request was not sent after all.</summary>
    public void Forget(ushort messageId)
    {
        lock (_gate)
            _due.Remove(messageId);
    }

    /// <summary>Takes a response to the operation it belongs to; false when nothing asked for it.</summary>
    public bool TryComplete(DimseResponse response)
    {
        TaskCompletionSource<DimseResponse>? due;
        lock (_gate)
            _due.Remove(response.MessageIdBeingRespondedTo, out due);
        return due is not null && due.TrySetResult(response);
    }

    /// <summary>No further response will come.</summary>
    public void End(InterruptionKind kind)
    {
        TaskCompletionSource<DimseResponse>[] unanswered;
        lock (_gate)
        {
            _end ??= new MessageInterruptedException(kind);
            unanswered = [.. _due.Values];
            _due.Clear();
        }

        foreach (var due in unanswered)
            due.TrySetException(_end);
        _ended.TrySetResult();
    }
}
