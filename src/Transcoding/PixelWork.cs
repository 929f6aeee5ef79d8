namespace ImagingGateway.Transcoding;

/// <summary>
/// Bounds how many frames are decoded or rendered at the same time: more than the processors can do would only cost memory.
/// </summary>
public sealed class PixelWork : IDisposable
{
    private readonly SemaphoreSlim _turns = new(Math.Max(2, Environment.ProcessorCount));

    /// <summary>Waits for a turn; dispose the result to give it back.</summary>
    public async ValueTask<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        return new Turn(_turns);
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    /// <summary>One of few.</summary>
    public readonly struct Turn : IDisposable
    {
        private readonly SemaphoreSlim? _turns;

        internal Turn(SemaphoreSlim turns) => _turns = turns;

        /// <summary>Gives the turn back.</summary>
        public void Dispose() => _turns?.Release();
    }
}
