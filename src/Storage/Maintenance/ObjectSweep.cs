using System.Runtime.CompilerServices;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Maintenance;

/// <summary>
/// Finds objects the index does not name (uploads a crash left behind, duplicates) and removes them, and removes what was deleted. The rule that
/// keeps images safe: an object is only removed when every instance in it is named by the index elsewhere <i>and that copy was just read back
/// whole</i>, or when it belongs to a deleted study; a pack is only written anew when that is so of everything that is left out. What holds anything unknown stays and is told: after restoring an older index such objects are
/// images, not rubbish.
/// </summary>
public sealed class ObjectSweep(IObjectStore objects, IMaintenanceIndex index, BytesCheck check, Repacking repacking, TimeProvider time)
{
    /// <summary>An object nothing names may be on its way into the index for this long.</summary>
    public static readonly TimeSpan SafeAge = TimeSpan.FromHours(24);

    /// <summary>Readers that know an old place get this long before the object goes.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    private const int Chunk = 200;

    /// <summary>A pack is written anew when more than a quarter of it is in vain.</summary>
    private const int DeadPart = 4;

    /// <summary>One object that cannot be removed or looked into does not hold up the others; with more of them it is the store that fails.</summary>
    private const int MostFailures = 3;

    /// <summary>Removes what is due, then looks at every object once.</summary>
    /// <param name="safeAge">Younger objects are left alone; null: <see cref="SafeAge"/>.</param>
    /// <param name="progress">Told now and then.</param>
    /// <param name="cancellationToken">Stops between two objects.</param>
    public async Task<SweepReport> RunAsync(TimeSpan? safeAge, IProgress<SweepReport>? progress, CancellationToken cancellationToken)
    {
        var report = await RemoveDueAsync(cancellationToken);
        await foreach (var chunk in ChunksAsync(cancellationToken))
        {
            report = await LookAsync(chunk, time.GetUtcNow() - (safeAge ?? SafeAge), report, cancellationToken);
            progress?.Report(report);
        }

        return report;
    }

    /// <summary>Removes the objects whose time has come.</summary>
    public async Task<SweepReport> RemoveDueAsync(CancellationToken cancellationToken)
    {
        var report = new SweepReport();
        while (await index.DueRemovalsAsync(time.GetUtcNow(), Chunk + MostFailures, cancellationToken) is var due && due.Except(report.Failed).ToList() is { Count: > 0 } left)
        {
            foreach (var name in left)
            {
                try
                {
                    if (await index.RemoveAsync(name, () => objects.RemoveAsync(name, cancellationToken), cancellationToken))
                        report = report with { Removed = report.Removed + 1 };
                }
                catch (Exception e) when (IsOfOneObject(e, report))
                {
                    report = report.Without(name, e);
                }
            }
        }

        return report;
    }

    private async Task<SweepReport> LookAsync(List<StoredObject> chunk, DateTimeOffset olderThan, SweepReport report, CancellationToken cancellationToken)
    {
        string[] names = [.. chunk.Select(stored => stored.Name)];
        var expected = await index.ExpectedObjectsAsync(names, cancellationToken);
        var wanted = await index.WantedBytesAsync(names, cancellationToken);
        var pending = await index.PendingRemovalsAsync(names, cancellationToken);
        report = report with { Objects = report.Objects + chunk.Count };
        foreach (var stored in chunk)
        {
            if (pending.Contains(stored.Name) || stored.ModifiedAt >= olderThan)
                continue;
            try
            {
                if (!expected.Contains(stored.Name))
                    report = await JudgeAsync(stored, report, cancellationToken);
                else if (wanted.TryGetValue(stored.Name, out var bytes) && stored.Length - bytes > Math.Max(stored.Length / DeadPart, 1 << 20))
                    report = await RepackAsync(stored, report, cancellationToken);
            }
            catch (Exception e) when (IsOfOneObject(e, report))
            {
                report = report.Without(stored.Name, e);
            }
        }

        return report;
    }

    private static bool IsOfOneObject(Exception problem, SweepReport report) =>
        problem is not OperationCanceledException && PublicationFailures.IsOutage(problem) && report.Failed.Count < MostFailures;

    private async Task<SweepReport> JudgeAsync(StoredObject stored, SweepReport report, CancellationToken cancellationToken)
    {
        if (!await IsKnownAsync(stored, isWanted: false, cancellationToken))
            return report with { Unknown = [.. report.Unknown, stored.Name] };
        await index.RemoveLaterAsync([stored.Name], time.GetUtcNow() + Grace, cancellationToken);
        return report with { Superfluous = report.Superfluous + 1 };
    }

    /// <summary>What is not wanted of a pack goes by the same rule as an object that nothing names: an index that is only half made must not cost the other half.</summary>
    private async Task<SweepReport> RepackAsync(StoredObject stored, SweepReport report, CancellationToken cancellationToken)
    {
        if (!await IsKnownAsync(stored, isWanted: true, cancellationToken))
            return report with { Unknown = [.. report.Unknown, stored.Name] };
        return await repacking.RunAsync(stored, cancellationToken) ? report with { Repacked = report.Repacked + 1 } : report;
    }

    /// <summary>Whether the index names every instance of an object elsewhere, where it was just read back whole; or here, when the object is wanted.</summary>
    private async Task<bool> IsKnownAsync(StoredObject stored, bool isWanted, CancellationToken cancellationToken)
    {
        try
        {
            var members = new List<ObjectMember>();
            await foreach (var member in objects.MembersAsync(stored, cancellationToken))
                members.Add(member);
            var kept = await index.FindAsync([.. members.Select(member => member.Key)], cancellationToken);
            if (members.Count == 0 || !members.TrueForAll(member => kept.Any(bytes => bytes.Key == member.Key && (isWanted || bytes.Place.Object != stored.Name))))
                return false;
            foreach (var bytes in kept.Where(bytes => bytes.Place.Object != stored.Name))
            {
                if (await check.RunAsync(bytes, cancellationToken) != BytesState.Whole)
                    return false;
            }

            return true;
        }
        catch (Exception e) when (e is InvalidDataException or FileNotFoundException)
        {
            return false;
        }
    }

    private async IAsyncEnumerable<List<StoredObject>> ChunksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chunk = new List<StoredObject>(Chunk);
        await foreach (var stored in objects.ListAsync(cancellationToken))
        {
            chunk.Add(stored);
            if (chunk.Count < Chunk)
                continue;
            yield return chunk;
            chunk = new List<StoredObject>(Chunk);
        }

        if (chunk.Count > 0)
            yield return chunk;
    }
}
