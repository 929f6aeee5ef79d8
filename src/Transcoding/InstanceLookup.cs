using System.Data.Common;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Retrieve;
using Microsoft.Extensions.Caching.Memory;

namespace ImagingGateway.Transcoding;

/// <summary>
/// Finds single instances, and remembers what was found for a minute: a viewer asks for frame after frame of the same
/// instance. What is remembered cannot go stale (a visible instance never changes) except by deletion, which the object
/// store then tells. No grant is remembered: scope is checked before every lookup.
/// </summary>
public sealed class InstanceLookup(IInstanceRetrieve retrieve) : IDisposable
{
    /// <summary>So many instances of a series are looked up before they are asked for.</summary>
    private const int MostExpected = 4096;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _ending = new();

    // entries are sized in units of about a kilobyte: 64 MB in all
    private readonly MemoryCache _found = new(new MemoryCacheOptions { SizeLimit = 64 * 1024 });

    /// <summary>The instance with its frame index; null when none is visible under this path.</summary>
    public async ValueTask<FoundInstance?> FindAsync(Uid study, Uid series, Uid instance, CancellationToken cancellationToken)
    {
        var key = (study, series, instance);
        if (_found.TryGetValue(key, out FoundInstance? known))
            return known;
        if (await LocateAsync(study, series, instance, cancellationToken) is not { } stored)
            return null;
        var found = new FoundInstance(stored, await retrieve.FramesAsync(stored, cancellationToken));
        return _found.Set(key, found, Keep(1 + (found.Frames is { IsEncapsulated: true } ? found.FrameCount / 8 : 0)));
    }

    /// <summary>Takes note of an instance that is likely to be asked for next: a viewer reads the metadata of a series, then its frames.</summary>
    public void Expect(StoredInstance stored) => _found.Set(ExpectedKey(stored.SopInstanceUid), stored, Keep(1 + (stored.FrameIndex?.Length / 1024 ?? 0)));

    /// <summary>The header, long values filled in.</summary>
    public async ValueTask<InstanceHeader> HeaderAsync(FoundInstance found, CancellationToken cancellationToken)
    {
        if (_found.TryGetValue(found.Stored.ObjectKey, out InstanceHeader? known))
            return known!;
        var header = await retrieve.HeaderAsync(found.Stored, cancellationToken);
        var bytes = header.Sum(element => 200L + element.Bytes.Length + (element.Items is null ? 0 : 8192));
        return _found.Set(found.Stored.ObjectKey, new InstanceHeader(header, PixelDescription.Of(header)), Keep(1 + (bytes / 1024)));
    }

    /// <summary>The instance turned out to be gone, or to lie elsewhere.</summary>
    public void Forget(FoundInstance found)
    {
        _found.Remove((found.Stored.StudyInstanceUid, found.Stored.SeriesInstanceUid, found.Stored.SopInstanceUid));
        _found.Remove(found.Stored.ObjectKey);
        _found.Remove(ExpectedKey(found.Stored.SopInstanceUid));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ending.Cancel();
        _ending.Dispose();
        _found.Dispose();
    }

    private static (string Kind, Uid Instance) ExpectedKey(Uid instance) => ("expected", instance);

    private async ValueTask<StoredInstance?> LocateAsync(Uid study, Uid series, Uid instance, CancellationToken cancellationToken)
    {
        if (_found.TryGetValue(ExpectedKey(instance), out StoredInstance? expected) && expected!.StudyInstanceUid == study && expected.SeriesInstanceUid == series)
            return expected;
        await foreach (var stored in retrieve.LocateAsync(RetrieveScope.Instance(study, series, instance) with { WithFrameIndex = true }, cancellationToken))
        {
            ExpectOthers(RetrieveScope.Series(study, series) with { WithFrameIndex = true });
            return stored;
        }

        return null;
    }

    /// <summary>
    /// Who asks for a second instance of a series goes on to the others: they are looked up in one go while this one is sent, on another thread,
    /// for SQLite answers without ever waiting.
    /// </summary>
    private void ExpectOthers(RetrieveScope series)
    {
        var key = ("asked", series.StudyInstanceUids[0], series.SeriesInstanceUids[0]);
        if (_found.TryGetValue(key, out int times) && times > 1)
            return;
        _found.Set(key, times + 1, Keep(1));
        if (times == 1)
            _ = Task.Run(() => ExpectAllAsync(series));
    }

    private async Task ExpectAllAsync(RetrieveScope series)
    {
        try
        {
            await foreach (var stored in retrieve.LocateAsync(series, _ending.Token).Take(MostExpected))
                Expect(stored);
        }
        catch (Exception e) when (e is DbException or IndexUnavailableException or OperationCanceledException or ObjectDisposedException)
        {
            // each is looked up by itself then, and whoever asks is told
        }
    }

    private static MemoryCacheEntryOptions Keep(long size) => new() { Size = size, AbsoluteExpirationRelativeToNow = Lifetime };
}
