namespace ImagingGateway.Storage.Ingest;

/// <summary>
/// Answers "is everything acknowledged before now visible?" without remembering every instance: waiters cut the time line,
/// and each piece between two cuts counts what is still outstanding.
/// </summary>
internal sealed class PublicationProgress(long alreadyWaiting, long latestId)
{
    private readonly Lock _gate = new();

    /// <summary>Oldest first; the last one is open. Identifiers ascend with time.</summary>
    private readonly List<Piece> _pieces = [new() { Outstanding = alreadyWaiting }];
    private long _latest = latestId;

    public void Acknowledged(long id)
    {
        lock (_gate)
        {
            _latest = Math.Max(_latest, id);
            PieceOf(id).Outstanding++;
        }
    }

    public void Published(long id)
    {
        lock (_gate)
        {
            PieceOf(id).Outstanding--;
            while (_pieces.Count > 1 && _pieces[0].Outstanding <= 0)
            {
                _pieces[0].Done.TrySetResult();
                _pieces.RemoveAt(0);
            }
        }
    }

    /// <summary>Completes when everything acknowledged before the call is published.</summary>
    public Task WhenPublishedAsync()
    {
        lock (_gate)
        {
            if (_pieces.TrueForAll(piece => piece.Outstanding <= 0))
                return Task.CompletedTask;
            var open = _pieces[^1];
            if (open.Outstanding <= 0)
                return _pieces[^2].Done.Task;
            open.LastId = _latest;
            _pieces.Add(new Piece());
            return open.Done.Task;
        }
    }

    private Piece PieceOf(long id) => _pieces.First(piece => id <= piece.LastId);

    private sealed class Piece
    {
        public long LastId { get; set; } = long.MaxValue;

        public long Outstanding { get; set; }

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
