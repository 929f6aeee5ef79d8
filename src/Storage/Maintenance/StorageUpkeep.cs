using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Leases;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Storage.Maintenance;

/// <summary>
/// What must be done now and then, by one of the nodes: purge what is due, remove what was deleted, and once a day look at every object. Each piece
/// is harmless when two nodes do it at once; the lease only saves work.
/// </summary>
internal sealed partial class StorageUpkeep(StudyDeletion deletion, ObjectSweep sweep, ILeases leases, TimeProvider time, ILogger<StorageUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Often = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Daily = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Often, time);
        var nextSweep = time.GetUtcNow() + TimeSpan.FromHours(1);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var isSweep = time.GetUtcNow() >= nextSweep;
                if (await TryAsync(isSweep, stoppingToken) && isSweep)
                    nextSweep = time.GetUtcNow() + Daily;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the next node or the next start goes on
        }
    }

    private async Task<bool> TryAsync(bool isSweep, CancellationToken stoppingToken)
    {
        try
        {
            return await leases.TryRunAsync("storage/upkeep", Lease, cancel => RunAsync(isSweep, cancel), stoppingToken);
        }
#pragma warning disable CA1031 // whatever it is, the next turn tries again
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(e);
            return false;
        }
    }

    private async Task RunAsync(bool isSweep, CancellationToken cancellationToken)
    {
        foreach (var (study, outcome) in await deletion.PurgeDueAsync(cancellationToken))
            LogPurge(study.Value, outcome.Result, outcome.Instances);
        var report = isSweep ? await sweep.RunAsync(null, null, cancellationToken) : await sweep.RemoveDueAsync(cancellationToken);
        if (isSweep)
            LogSweep(report.Objects, report.Removed, report.Superfluous, report.Repacked);
        if (report.Failed.Count > 0)
            LogLeft(report.Failed.Count, report.Failed[0], report.Failure);
        if (report.Unknown.Count > 0)
            LogUnknown(report.Unknown.Count, report.Unknown[0]);
    }

    [LoggerMessage(2070, LogLevel.Information, "Sweep: {Objects} objects looked at, {Removed} removed, {Superfluous} superfluous, {Repacked} packs written anew")]
    private partial void LogSweep(long objects, long removed, long superfluous, long repacked);

    [LoggerMessage(2071, LogLevel.Warning, "{Count} objects hold images that the index does not know, such as {Example}; nothing is removed. Run 'imaging-gateway rebuild-index' to take them in")]
    private partial void LogUnknown(int count, string example);

    [LoggerMessage(2072, LogLevel.Information, "Deletion of study {Study}: {Result}, {Instances} instances")]
    private partial void LogPurge(string study, PurgeResult result, int instances);

    [LoggerMessage(2074, LogLevel.Warning, "{Count} objects could not be removed or looked into, such as {Example} ({Reason}); this is tried again")]
    private partial void LogLeft(int count, string example, string? reason);

    [LoggerMessage(2073, LogLevel.Error, "Upkeep of the storage failed; the next turn tries again")]
    private partial void LogFailed(Exception exception);
}
