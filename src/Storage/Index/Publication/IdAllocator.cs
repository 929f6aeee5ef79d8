namespace ImagingGateway.Storage.Index.Publication;

/// <summary>
/// Row ids, taken from the database in blocks so that rows of one transaction can refer to each other without asking back.
/// Numbers lost by a crash do not matter.
/// </summary>
internal sealed class IdAllocator(IIndexBackend backend) : IDisposable
{
    private const int BlockSize = 20_000;

    private static readonly Statement Take = new(
        "update id_blocks set next_id = next_id + @count where name = 'index' returning next_id", "count");

    private readonly SemaphoreSlim _turn = new(1, 1);
    private IdRange _left;

    /// <summary>A run of ids for one transaction; numbers left over are put aside by the caller's disuse.</summary>
    public async Task<IdRange> TakeAsync(int count, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_left.Count < count)
                _left = await TakeBlockAsync(Math.Max(count, BlockSize), cancellationToken);
            var taken = _left with { Count = count };
            _left = new IdRange(_left.First + count, _left.Count - count);
            return taken;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<IdRange> TakeBlockAsync(int count, CancellationToken cancellationToken)
    {
        await using var session = await backend.BeginWriteAsync(cancellationToken);
        var next = await session.QueryAsync(Take, [count], row => row.GetInt64(0), cancellationToken);
        await session.CommitAsync(cancellationToken);
        return new IdRange(next[0] - count, count);
    }
}

/// <summary>Ids from <paramref name="First"/> on.</summary>
internal readonly record struct IdRange(long First, int Count);
