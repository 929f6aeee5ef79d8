using System.Collections.Concurrent;
using System.Data.Common;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage.Index;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace ImagingGateway.Viewer.Api.Access;

/// <summary>
/// Knows which links are being answered on this node and asks the database twice a second which of them have ended, wherever they
/// were revoked. The answers still under way are then cut off. Asks nothing while nothing is under way.
/// </summary>
internal sealed class LinkWatch(IStudyLinks links) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<Answer, string> _answers = new();

    /// <summary>Dispose when the answer is complete.</summary>
    public IDisposable CutWhenEnded(string linkId, HttpContext context)
    {
        var answer = new Answer(this, context);
        _answers[answer] = linkId;
        return answer;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace);
        // a timer that is disposed of ends its waiting without an exception, which a host that never came up would report as a crash
        await using var end = stoppingToken.UnsafeRegister(static state => ((PeriodicTimer)state!).Dispose(), timer);
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            if (_answers.IsEmpty)
                continue;
            try
            {
                await CutEndedAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is DbException or IndexUnavailableException or OperationCanceledException)
            {
                // whoever asks anew is refused by the same outage; what runs goes on until the database can be asked again
            }
        }
    }

    private async Task CutEndedAsync(CancellationToken cancellationToken)
    {
        foreach (var ids in _answers.Values.Distinct().Chunk(500))
        {
            var ended = await links.EndedAmongAsync(ids, cancellationToken);
            foreach (var (answer, linkId) in _answers)
            {
                if (ended.Contains(linkId))
                    answer.Cut();
            }
        }
    }

    private sealed class Answer(LinkWatch watch, HttpContext context) : IDisposable
    {
        private readonly Lock _gate = new();
        private bool _isDone;

        /// <summary>A context is used again by the next request: never touched after the answer is complete.</summary>
        public void Cut()
        {
            lock (_gate)
            {
                if (!_isDone)
                    context.Abort();
            }
        }

        public void Dispose()
        {
            watch._answers.TryRemove(this, out _);
            lock (_gate)
                _isDone = true;
        }
    }
}
