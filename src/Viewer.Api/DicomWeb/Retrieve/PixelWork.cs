namespace ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

/// <summary>
/// Bounds how many frames are decoded or rendered at the same time: more than the processors can do would only cost memory.
/// </summary>
internal sealed class PixelWork : IDisposable
{
    private readonly SemaphoreSlim _turns = new(Math.Max(2, Environment.ProcessorCount));

    /// <summary>Waits for a turn; dispose the result to give it back.</summary>
    public async ValueTask<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        return new Turn(_turns);
    }

    public void Dispose() => _turns.Dispose();

    internal readonly struct Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
