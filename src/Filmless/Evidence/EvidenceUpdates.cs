using System.Collections.Concurrent;
using System.Data.Common;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Query;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>
/// Reads the facts of studies after they arrived: once a study is quiet for a moment, so that a CT is read once and not after every slice,
/// and so that ingest has the machine first. It makes way for people's questions. Now and then it looks for studies that were missed; after an
/// upgrade or a rebuild that may be a whole archive, so what arrives meanwhile goes first. Whoever needs the facts of a study does not wait for any of this.
/// </summary>
internal sealed partial class EvidenceUpdates(IStudyEvidence evidence, StudyArrivals arrivals, Questions questions, TimeProvider clock, ILogger<EvidenceUpdates> logger) : BackgroundService
{
    private const int Quiet = 3_000;
    private const long Longest = 30_000;
    private const long BetweenSearches = 15 * 60_000;

    /// <summary>How long some studies make way; then they are read all the same.</summary>
    private static readonly TimeSpan LongestWay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

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
                await evidence.BringUpToDateAsync(quiet.ConvertAll(one => one.Key), token => GiveWayAsync(() => questions.AreAsked, clock, token), stoppingToken);
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
                if (await evidence.CatchUpAsync(token => GiveWayAsync(() => questions.AreAsked || !_waiting.IsEmpty, clock, token), stoppingToken) is > 0 and var count)
                    LogCaughtUp(count);
            });
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Ends when nothing is urgent, and after five seconds in any case.</summary>
    internal static async Task GiveWayAsync(Func<bool> isUrgent, TimeProvider clock, CancellationToken stoppingToken)
    {
        for (var waited = TimeSpan.Zero; waited < LongestWay && isUrgent(); waited += Step)
            await Task.Delay(Step, clock, stoppingToken);
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
