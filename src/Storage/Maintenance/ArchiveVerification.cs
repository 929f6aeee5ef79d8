using System.Globalization;
using System.Runtime.CompilerServices;

namespace ImagingGateway.Storage.Maintenance;

/// <summary>Reads everything kept back and compares hashes: what a disk or a bucket silently changed is found before it is needed.</summary>
public sealed class ArchiveVerification(IMaintenanceIndex index, BytesCheck check, TimeProvider time)
{
    private const string Work = "verify";
    private const string Report = "verify/report";
    private const int Together = 32;

    /// <summary>What the latest run found; null when there was none.</summary>
    public async Task<VerifyReport?> LatestAsync(CancellationToken cancellationToken) => VerifyReport.Parse(await index.ProgressAsync(Report, cancellationToken));

    /// <summary>Checks on from where the last run stopped, or from the beginning. Answers come in groups, each remembered before the next begins.</summary>
    /// <param name="fromStart">Forget where the last run stopped.</param>
    /// <param name="parallelism">Reads at once.</param>
    /// <param name="cancellationToken">Stops; the next run goes on.</param>
    public async IAsyncEnumerable<VerifyProgress> RunAsync(bool fromStart, int parallelism, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = fromStart ? null : await index.ProgressAsync(Work, cancellationToken);
        var after = position is null ? 0 : long.Parse(position, CultureInfo.InvariantCulture);
        var progress = new VerifyProgress(0, await index.CountBytesAsync(after, cancellationToken), 0, []);
        var report = (position is null ? null : await LatestAsync(cancellationToken)) is { IsFinished: false } interrupted ? interrupted : VerifyReport.Begun(time.GetUtcNow());
        var group = new List<KeptBytes>(Together);
        await foreach (var bytes in index.BytesAsync(after, cancellationToken))
        {
            group.Add(bytes);
            if (group.Count < Together)
                continue;
            progress = await CheckAsync(group, progress, parallelism, cancellationToken);
            report = await NoteAsync(report, progress, group, cancellationToken);
            yield return progress;
            group.Clear();
        }

        if (group.Count > 0)
        {
            progress = await CheckAsync(group, progress, parallelism, cancellationToken);
            report = await NoteAsync(report, progress, group, cancellationToken);
            yield return progress;
        }

        await index.SaveProgressAsync(Report, (report with { IsFinished = true, At = time.GetUtcNow() }).ToText(), cancellationToken);
        await index.SaveProgressAsync(Work, null, cancellationToken);
    }

    /// <summary>Adds a group to the report, then remembers that it is done: interrupted in between, a group is counted twice rather than never.</summary>
    private async Task<VerifyReport> NoteAsync(VerifyReport report, VerifyProgress progress, List<KeptBytes> group, CancellationToken cancellationToken)
    {
        var now = report.With(time.GetUtcNow(), progress, group.Count);
        await index.SaveProgressAsync(Report, now.ToText(), cancellationToken);
        await index.SaveProgressAsync(Work, group[^1].Id.ToString(CultureInfo.InvariantCulture), cancellationToken);
        return now;
    }

    private async Task<VerifyProgress> CheckAsync(List<KeptBytes> group, VerifyProgress before, int parallelism, CancellationToken cancellationToken)
    {
        var states = new BytesState[group.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, group.Count, options, async (i, cancel) => states[i] = await check.RunAsync(group[i], cancel));
        return new VerifyProgress(
            before.Done + group.Count, before.Total, before.Bytes + group.Sum(bytes => bytes.Place.Length),
            [.. group.Zip(states).Where(one => one.Second is BytesState.Damaged or BytesState.Missing)]);
    }
}

/// <summary>How far a verification is.</summary>
/// <param name="Done">Instances and versions checked by this run.</param>
/// <param name="Total">To check, as counted at the start.</param>
/// <param name="Bytes">Read by this run.</param>
/// <param name="Found">Damaged or missing in the group just checked.</param>
public sealed record VerifyProgress(long Done, long Total, long Bytes, IReadOnlyList<(KeptBytes Bytes, BytesState State)> Found);
