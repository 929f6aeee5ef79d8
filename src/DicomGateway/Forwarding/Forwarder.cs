using System.Data.Common;
using ImagingGateway.DicomGateway.Outbound.Queue;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Ingest;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.DicomGateway.Forwarding;

/// <summary>
/// Turns arrivals into tasks of the queue. News of arrivals may be lost when the gateway is killed or the database is away; at start
/// and from time to time the last day's series are compared with what peers have confirmed, so nothing stays behind.
/// </summary>
internal sealed class Forwarder(
    StudyArrivals arrivals, ForwardIndex index, OutboundTasks tasks, DicomGatewayOptions options, TimeProvider time, ILogger<Forwarder> log) : BackgroundService
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2), Period = TimeSpan.FromMinutes(5), Past = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        options.Forward.Count == 0 ? Task.CompletedTask : Task.WhenAll(ListenAsync(stoppingToken), CompareAsync(stoppingToken));

    private async Task ListenAsync(CancellationToken stopping)
    {
        await foreach (var arrival in arrivals.ListenAsync(stopping))
        {
            foreach (var rule in options.Forward)
                await TryAsync(() => AddAsync(rule, arrival.StudyInstanceUid.Value, stopping));
        }
    }

    private async Task CompareAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            foreach (var rule in options.Forward)
            {
                await TryAsync(async () =>
                {
                    foreach (var study in await index.StudiesWithMissingAsync(rule, time.GetUtcNow() - Past, stopping))
                        await AddAsync(rule, study, stopping);
                });
            }

            await TryAsync(() => index.ForgetAsync(stopping));
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    private async Task AddAsync(ForwardRule rule, string study, CancellationToken stopping)
    {
        if ((await index.MissingAsync(rule, study, stopping)).Count > 0)
            await tasks.AddAsync(ForwardWork.KindName, rule.To.Trim(), study, [], Settle, stopping);
    }

    private async Task TryAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception outage) when (outage is DbException or IOException or TimeoutException or InvalidOperationException or IndexUnavailableException)
        {
            log.OutboundQueueAway(outage.Message); // the next comparison finds it
        }
    }
}
