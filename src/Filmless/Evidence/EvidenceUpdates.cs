using System.Collections.Concurrent;
using System.Data.Common;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>
/// Reads the facts of studies after they arrived: once a study is quiet for a moment, so that a CT is read once and not after every slice,
/// and so that ingest has the machine first. Now and then it looks for studies that were missed.
/// </summary>
internal sealed partial class EvidenceUpdates(IStudyEvidence evidence, StudyArrivals arrivals, ILogger<EvidenceUpdates> logger) : BackgroundService
{
    private const long Quiet = 3_000;
    private const long Longest = 30_000;
    private const long BetweenSearches = 15 * 60_000;

    private readonly ConcurrentDictionary<Uid, (long First, long Last)> _waiting = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(ListenAsync(stoppingToken), ReadAsync(stoppingToken));
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
        var nextSearch = Environment.TickCount64 + Quiet;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var now = Environment.TickCount64;
                foreach (var (study, since) in _waiting)
                {
                    if (now - since.Last < Quiet && now - since.First < Longest)
                        continue;
                    _waiting.TryRemove(study, out _);
                    await evidence.FactsOfAsync(study, stoppingToken);
                }

                if (now < nextSearch)
                    continue;
                nextSearch = now + BetweenSearches;
                if (await evidence.CatchUpAsync(stoppingToken) is > 0 and var count)
                    LogCaughtUp(count);
            }
            catch (Exception problem) when (problem is DbException or IOException or TimeoutException or InvalidDataException)
            {
                LogFailed(problem);
            }
        }
    }

    [LoggerMessage(EventId = 5001, Level = LogLevel.Information, Message = "Facts of {Count} studies were read that had arrived unnoticed")]
    private partial void LogCaughtUp(int count);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Warning, Message = "Facts of studies cannot be read at the moment; this is tried again")]
    private partial void LogFailed(Exception problem);
}
