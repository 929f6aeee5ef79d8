namespace ImagingGateway.Storage.Ingest;

/// <summary>Lets a few pieces of work be under way at once; each knows when all that were begun before it have ended.</summary>
/// <param name="most">Pieces at once.</param>
/// <param name="heaviest">Weight from which on a further piece waits until all others have ended.</param>
internal sealed class Turns(int most, long heaviest) : IDisposable
{
    private readonly SemaphoreSlim _room = new(most);
    private long _weight;

    /// <summary>Ends when everything begun has ended; fails when anything failed.</summary>
    public Task Latest { get; private set; } = Task.CompletedTask;

    /// <summary>Waits for room and begins. Called by one thread at a time.</summary>
    /// <param name="weight">Of this piece.</param>
    /// <param name="work">Gets a task that ends with the pieces before it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task BeginAsync(long weight, Func<Task, Task> work, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        if (Interlocked.Read(ref _weight) > heaviest || Latest.IsFaulted)
            await Latest;
        Latest = RunAsync(weight, work, Latest);
    }

    public void Dispose() => _room.Dispose();

    private async Task RunAsync(long weight, Func<Task, Task> work, Task before)
    {
        Interlocked.Add(ref _weight, weight);
        try
        {
            await work(before);
            await before; // its failure is passed on
        }
        finally
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Interlocked.Add(ref _weight, -weight);
            _room.Release();
        }
    }
}
