using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Tests.Ingest;

/// <summary>A real object store with an outage in front of it.</summary>
internal sealed class FailingObjectStore(IObjectStore inner) : IObjectStore
{
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Thrown by every commit while set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Thrown after the objects are there.</summary>
    public Exception? FailureAfterCommit { get; set; }

    /// <summary>Thrown for files it picks (key, path).</summary>
    public Func<string, string, Exception?>? Refuses { get; set; }

    /// <summary>Thrown for objects it picks when they are to be removed.</summary>
    public Func<string, Exception?>? Keeps { get; set; }

    /// <summary>Every commit asks it, and waits for what it says.</summary>
    public Func<Task>? Holds { get; set; }

    /// <summary>Happens once the objects are there.</summary>
    public Func<Task>? Committed { get; set; }

    /// <summary>Requests for bytes so far.</summary>
    public int Requests { get; private set; }

    /// <summary>Objects whose members were listed so far.</summary>
    public int LookedInto { get; private set; }

    /// <summary>Stands between the content and its reader.</summary>
    public Func<Stream, Stream>? Delivers { get; set; }

    /// <summary>Completes with the first failure.</summary>
    public Task Failed => _failed.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public PackLimits? Packing => inner.Packing;

    public async Task<IReadOnlyList<ObjectPlace>> CommitAsync(IReadOnlyList<StagedFile> files, CancellationToken cancellationToken)
    {
        Throw(Failure);
        if (Holds is { } holds)
            await holds();
        foreach (var file in files)
            Throw(Refuses?.Invoke(file.Key, file.Path));
        var places = await inner.CommitAsync(files, cancellationToken);
        if (Committed is { } committed)
            await committed();
        Throw(FailureAfterCommit);
        return places;
    }

    public async Task<Stream> OpenRangeAsync(string key, long offset, long length, CancellationToken cancellationToken)
    {
        Requests++;
        var content = await inner.OpenRangeAsync(key, offset, length, cancellationToken);
        return Delivers?.Invoke(content) ?? content;
    }

    public Task RemoveAsync(string key, CancellationToken cancellationToken) => Keeps?.Invoke(key) is { } failure ? Task.FromException(failure) : inner.RemoveAsync(key, cancellationToken);

    public IAsyncEnumerable<StoredObject> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public IAsyncEnumerable<ObjectMember> MembersAsync(StoredObject stored, CancellationToken cancellationToken)
    {
        LookedInto++;
        return inner.MembersAsync(stored, cancellationToken);
    }

    public Task CheckAsync(CancellationToken cancellationToken) => inner.CheckAsync(cancellationToken);

    private void Throw(Exception? failure)
    {
        if (failure is null)
            return;
        _failed.TrySetResult();
        throw failure;
    }
}
