using ImagingGateway.Storage.Ingest;

namespace ImagingGateway.Viewer.Api.DicomWeb.Store;

/// <summary>
/// Instances of one request that are read and not yet durable, in their order. A few at once: the disk flushes them together while the next
/// is read, and a request holds no more files open than that. None is left alone, whatever the request comes to.
/// </summary>
internal sealed class PendingOutcomes(Action<IngestOutcome> take) : IAsyncDisposable
{
    private const int Most = 16;
    private readonly Queue<Task<IngestOutcome>> _pending = new();

    /// <summary>Takes one more, when need be after the oldest was settled.</summary>
    public async Task AddAsync(Task<IngestOutcome> outcome)
    {
        _pending.Enqueue(outcome);
        if (_pending.Count > Most)
            take(await _pending.Dequeue());
    }

    /// <summary>Waits for all.</summary>
    public async Task SettleAsync()
    {
        while (_pending.TryDequeue(out var next))
            take(await next);
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_pending);
}
