using ImagingGateway.Storage.Spool;

namespace ImagingGateway.Storage.Ingest;

/// <summary>
/// Acknowledged instances on their way to the publisher. As long as they are few, what was learnt of them stays in memory;
/// beyond that only the spool directory knows them and they are read again when their turn comes: memory stays bounded
/// however long the database is down. Arrival order is kept.
/// </summary>
internal sealed class PublicationQueue : IDisposable
{
    private const int MostInMemory = 512;
    private const long HeaviestInMemory = 24L << 20;

    /// <summary>Entries read again at once: their headers are in memory together.</summary>
    private const int MostReadAgain = 64;

    private readonly InstanceSpool _spool;
    private readonly PublicationProgress _progress;
    private readonly UnpublishedStudies _studies;
    private readonly Lock _gate = new();
    private readonly Queue<StagedObject> _inMemory = [];
    private readonly SemaphoreSlim _news = new(0, 1);
    private TaskCompletionSource _urge = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _weight;
    private bool _onDisk;

    public PublicationQueue(InstanceSpool spool, UnpublishedStudies studies)
    {
        _spool = spool;
        _studies = studies;
        _progress = new PublicationProgress(spool.WaitingInstances, spool.LastId);
        _onDisk = spool.WaitingInstances > 0;
        if (_onDisk)
            _news.Release();
    }

    /// <summary>Called once an instance is durable, before its sender is told.</summary>
    public void Acknowledge(StagedObject staged)
    {
        _progress.Acknowledged(staged.Entry.Id);
        _studies.Acknowledged(staged);
        lock (_gate)
        {
            _onDisk |= _inMemory.Count >= MostInMemory || _weight + staged.Weight > HeaviestInMemory;
            if (_onDisk)
            {
                _spool.Release(staged.Entry);
            }
            else
            {
                _inMemory.Enqueue(staged);
                _weight += staged.Weight;
            }
        }

        Signal();
    }

    /// <summary>Waits until there is something to take.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _news.WaitAsync(atMost, cancellationToken);

    /// <summary>The oldest instances, at most <paramref name="count"/> of them: read already, or held entries to be read.</summary>
    public (IReadOnlyList<StagedObject> Staged, IReadOnlyList<SpoolEntry> Unread) Take(int count)
    {
        lock (_gate)
        {
            var staged = new List<StagedObject>(Math.Min(count, _inMemory.Count));
            while (staged.Count < count && _inMemory.TryDequeue(out var next))
            {
                _weight -= next.Weight;
                staged.Add(next);
            }

            if (staged.Count > 0 || !_onDisk)
                return (staged, []);
            var unread = _spool.HoldOldest(Math.Min(count, MostReadAgain));
            _onDisk = unread.Count > 0;
            return (staged, unread);
        }
    }

    /// <summary>More may wait on disk than this process learnt of.</summary>
    public void LookAtDisk()
    {
        lock (_gate)
            _onDisk = true;
        Signal();
    }

    public void Published(SpoolEntry entry)
    {
        _progress.Published(entry.Id);
        _studies.Settled(entry);
    }

    /// <summary>It is tried again much later: no reader shall wait for it.</summary>
    public void SetAside(SpoolEntry entry) => _studies.Settled(entry);

    /// <summary>Lets more arrive before it is published together; ends early when somebody waits for it.</summary>
    public async Task BreatheAsync(TimeSpan breath, CancellationToken cancellationToken)
    {
        await Task.WhenAny(Task.Delay(breath, cancellationToken), Volatile.Read(ref _urge).Task);
        cancellationToken.ThrowIfCancellationRequested();
        Volatile.Write(ref _urge, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    public Task WhenPublishedAsync(CancellationToken cancellationToken)
    {
        Volatile.Read(ref _urge).TrySetResult();
        return _progress.WhenPublishedAsync().WaitAsync(cancellationToken);
    }

    public void Dispose() => _news.Dispose();

    private void Signal()
    {
        lock (_gate)
        {
            if (_news.CurrentCount == 0)
                _news.Release();
        }
    }
}
