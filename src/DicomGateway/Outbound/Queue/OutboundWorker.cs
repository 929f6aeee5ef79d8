using System.Collections.Concurrent;
using System.Data.Common;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Leases;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.DicomGateway.Outbound.Queue;

/// <summary>
/// Does the tasks that are due, a few at a time, each under a lease: one node works on it, another takes over when that one dies.
/// A destination that fails costs the others nothing.
/// </summary>
internal sealed class OutboundWorker(
    OutboundTasks tasks, IEnumerable<IOutboundWork> works, ILeases leases, DicomGatewayOptions options, TimeProvider time, ILogger<OutboundWorker> log) : BackgroundService
{
    private const int MostAtOnce = 4;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2), Held = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, IOutboundWork> _works = works.ToDictionary(work => work.Kind, StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _fresh = new();
    private readonly SemaphoreSlim _news = new(0);
    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);

    /// <summary>Has a task of this node done at once.</summary>
    public void Begin(OutboundTask task)
    {
        _fresh.Enqueue(task.Id);
        _news.Release();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _news.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _news.WaitAsync(Look, stoppingToken);
                while (_fresh.TryDequeue(out var id))
                    await StartAsync(id, atOnce: true, stoppingToken);
                foreach (var task in await tasks.DueAsync(MostAtOnce * 4, stoppingToken))
                    await StartAsync(task.Id, atOnce: false, stoppingToken);
            }
            catch (Exception outage) when (IsOutage(outage) && !stoppingToken.IsCancellationRequested)
            {
                log.OutboundQueueAway(outage.Message); // the tasks wait in the database until it is back
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        await Task.WhenAll(_running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task StartAsync(string id, bool atOnce, CancellationToken stopping)
    {
        if (_running.ContainsKey(id))
            return;
        while (_running.Count >= MostAtOnce)
            await Task.WhenAny(_running.Values).WaitAsync(stopping);
        var started = new TaskCompletionSource();
        _running[id] = RunAsync(id, atOnce, started.Task, stopping);
        started.SetResult();
    }

    private async Task RunAsync(string id, bool atOnce, Task started, CancellationToken stopping)
    {
        await started;
        await Task.Yield();
        try
        {
            await leases.TryRunAsync($"outbound/{id}", Held, lost => AttemptAsync(id, atOnce, lost), stopping);
        }
        catch (OperationCanceledException)
        {
            // Stopping, or another node has it now.
        }
        catch (Exception outage) when (IsOutage(outage))
        {
            log.OutboundQueueAway(outage.Message);
        }
        finally
        {
            _running.TryRemove(id, out _);
        }
    }

    private async Task AttemptAsync(string id, bool atOnce, CancellationToken lost)
    {
        if (await tasks.ReadDueAsync(id, atOnce, lost) is not { } task || !_works.TryGetValue(task.Kind, out var work))
            return;
        switch (await OutcomeAsync(work, task, lost))
        {
            case OutboundOutcome.Done:
                await tasks.DoneAsync(task, lost);
                break;
            case OutboundOutcome.NotYet early:
                await tasks.WaitAsync(task, early.Wait, lost);
                break;
            case OutboundOutcome.Failed failed:
                var givesUp = time.GetUtcNow() - task.Created > options.RetryFor;
                await tasks.FailedAsync(task, failed.Reason, RetryPolicy.Pause(task.Attempts + 1), givesUp, lost);
                if (givesUp)
                    log.OutboundGivenUp(task.Kind, task.Subject, task.Destination, failed.Reason);
                else
                    log.OutboundFailed(task.Kind, task.Subject, task.Destination, failed.Reason);
                break;
        }
    }

    private async Task<OutboundOutcome> OutcomeAsync(IOutboundWork work, OutboundTask task, CancellationToken lost)
    {
        try
        {
            return await work.RunAsync(task, lost);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !lost.IsCancellationRequested)
        {
            log.OutboundFault(task.Kind, task.Subject, task.Destination, fault);
            return new OutboundOutcome.Failed(fault.Message);
        }
    }

    private static bool IsOutage(Exception fault) => fault is DbException or IOException or TimeoutException or InvalidOperationException or IndexUnavailableException;
}
