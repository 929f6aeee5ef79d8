using System.Collections.Concurrent;
using System.Threading.Channels;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Retrieve;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Transcoding.WebFrames;

/// <summary>
/// Makes frames for the web after studies arrived, one at a time and only while nothing arrives, so that the first look at a study finds
/// them and receiving is not slowed. News that is lost costs nothing: the frame is then made when it is asked for.
/// </summary>
internal sealed partial class WebFrameFiller(
    StudyArrivals arrivals, IInstanceRetrieve retrieve, InstanceLookup lookup, WebFrameSource frames, WebFrameStore store, TranscodingOptions options, TimeProvider clock,
    ILogger<WebFrameFiller> log) : BackgroundService
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    /// <summary>Bytes of a frame whose memory is not left to the collector's own time (decision 0099).</summary>
    private const long Large = 4L << 20;

    private readonly Channel<Uid> _pending = Channel.CreateUnbounded<Uid>();
    private readonly ConcurrentDictionary<Uid, byte> _isPending = new();
    private long _lastArrival;
    private bool _wasLarge;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.FillCache || store.IsOff || !FrameEncoder.CanEncode(WebFrameSource.Syntax))
            return;
        try
        {
            await Task.WhenAll(ListenAsync(stoppingToken), WorkAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the gateway stops
        }
    }

    /// <summary>After it nothing is written into the cache any more.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await frames.WhenIdleAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await foreach (var arrival in arrivals.ListenAsync(cancellationToken))
        {
            Interlocked.Exchange(ref _lastArrival, clock.GetTimestamp());
            if (_isPending.TryAdd(arrival.StudyInstanceUid, 0))
                await _pending.Writer.WriteAsync(arrival.StudyInstanceUid, cancellationToken);
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        await foreach (var study in _pending.Reader.ReadAllAsync(cancellationToken))
        {
            await WhenQuietAsync(cancellationToken);
            _isPending.TryRemove(study, out _);
            try
            {
                await FillAsync(study, cancellationToken);
                if (_pending.Reader.Count == 0)
                    GiveBack();
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // the object store or the index is away: what was missed is made when it is looked at
                Missed(log, study.Value, fault);
            }
        }
    }

    private async Task WhenQuietAsync(CancellationToken cancellationToken)
    {
        if (clock.GetElapsedTime(Interlocked.Read(ref _lastArrival)) < Quiet)
            GiveBack();
        while (Quiet - clock.GetElapsedTime(Interlocked.Read(ref _lastArrival)) is { Ticks: > 0 } left)
            await Task.Delay(left, clock, cancellationToken);
    }

    private async Task FillAsync(Uid study, CancellationToken cancellationToken)
    {
        await foreach (var stored in retrieve.LocateAsync(RetrieveScope.Study(study), cancellationToken))
        {
            if (stored.NumberOfFrames == 0)
                continue;
            var found = await lookup.FindAsync(stored.StudyInstanceUid, stored.SeriesInstanceUid, stored.SopInstanceUid, cancellationToken);
            for (var number = 1; found is not null && frames.CanDerive(found) && number <= found.FrameCount; number++)
            {
                await WhenQuietAsync(cancellationToken);
                if (!await TryPrepareAsync(found, number, cancellationToken))
                    break;
                await TidyAsync(found, cancellationToken);
            }
        }
    }

    /// <summary>
    /// The runtime takes some hundred megabytes of large arrays before it looks at them, and keeps what it then finds. While nothing arrives a collection
    /// costs some milliseconds that nobody waits for.
    /// </summary>
    private async Task TidyAsync(FoundInstance found, CancellationToken cancellationToken)
    {
        if ((await lookup.HeaderAsync(found, cancellationToken)).Pixels?.FrameLength is not >= Large)
            return;
        _wasLarge = true;
        GC.Collect();
    }

    /// <summary>After large frames, when there are no more for now: the system gets back what the collector would keep for the next ones.</summary>
    private void GiveBack()
    {
        if (!_wasLarge)
            return;
        _wasLarge = false;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private async Task<bool> TryPrepareAsync(FoundInstance found, int number, CancellationToken cancellationToken)
    {
        try
        {
            await frames.PrepareAsync(found, number, cancellationToken);
            return true;
        }
        catch (Exception fault) when (fault is UndecodableFrameException or MalformedDataSetException or InvalidDataException or EndOfStreamException or FileNotFoundException)
        {
            return false; // who looks at it is told why
        }
    }

    [LoggerMessage(EventId = 6001, Level = LogLevel.Warning, Message = "Frames for the web of study {Study} were not made ahead")]
    private static partial void Missed(ILogger logger, string study, Exception fault);
}
