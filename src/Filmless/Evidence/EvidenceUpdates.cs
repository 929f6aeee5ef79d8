using System.Collections.Concurrent;
using System.Data.Common;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>
/// Reads the facts of studies after they arrived: once a study is quiet for a moment, so that a CT is read once and not after every slice,
/// and so that ingest has the machine first. Now and then it looks for studies that were missed; after an upgrade or a rebuild that may be
/// a whole archive, so what arrives meanwhile goes first.
/// </summary>
internal sealed partial class EvidenceUpdates(IStudyEvidence evidence, StudyArrivals arrivals, ILogger<EvidenceUpdates> logger) : BackgroundService
{
    private const int Quiet = 3_000;
    private const long Longest = 30_000;
    private const long BetweenSearches = 15 * 60_000;

    /// <summary>How long a study that was missed makes way for what arrives; then one is read all the same.</summary>
    private const int LongestWay = 5_000;
    private const int Step = 250;

    private readonly ConcurrentDictionary<Uid, (long First, long Last)> _waiting = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(ListenAsync(stoppingToken), ReadAsync(stoppingToken), CatchUpAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // what is behind is found at the next start
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        await foreach (var arrival in arrivals.ListenAsync(stoppingToken))
        {
            var now = Environment.TickCount64;
            _waiting.AddOrUpdate(arrival.StudyInstanceUid, (now, now), (_, known) => (known.First, now));
        }
    }

    private async Task ReadAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryAsync(async () =>
            {
                var now = Environment.TickCount64;
                var quiet = _waiting.Where(one => now - one.Value.Last >= Quiet || now - one.Value.First >= Longest).ToList();
                await evidence.BringUpToDateAsync(quiet.ConvertAll(one => one.Key), null, stoppingToken);
                foreach (var one in quiet)
                    _waiting.TryRemove(one); // unless more of it came meanwhile
            });
        }
    }

    private async Task CatchUpAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(Quiet, stoppingToken);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(BetweenSearches));
        do
        {
            await TryAsync(async () =>
            {
                if (await evidence.CatchUpAsync(GiveWayAsync, stoppingToken) is > 0 and var count)
                    LogCaughtUp(count);
            });
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task GiveWayAsync(CancellationToken stoppingToken)
    {
        for (var waited = 0; !_waiting.IsEmpty && waited < LongestWay; waited += Step)
            await Task.Delay(Step, stoppingToken);
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception problem) when (problem is DbException or IOException or TimeoutException or InvalidDataException)
        {
            LogFailed(problem);
        }
    }

    [LoggerMessage(EventId = 5001, Level = LogLevel.Information, Message = "Facts of {Count} studies were read that had arrived unnoticed")]
    private partial void LogCaughtUp(int count);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Warning, Message = "Facts of studies cannot be read at the moment; this is tried again")]
    private partial void LogFailed(Exception problem);
}
