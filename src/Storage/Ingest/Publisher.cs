using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Spool;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Storage.Ingest;

/// <summary>
/// Makes acknowledged instances visible: object store first, then one index transaction for all that arrived in the last
/// moments, then the spool entry goes. Whatever fails is tried again until it works; the spool keeps it meanwhile. Where uploads take
/// their time, several batches are under way at once; the index takes them in the order they were begun.
/// </summary>
internal sealed class Publisher(
    InstanceSpool spool, PublicationQueue queue, IObjectStore objects, IPublicationIndex index, SecondCopies copies, StudyArrivals arrivals, StorageOptions options, ILogger<Publisher> logger)
    : BackgroundService, ISpoolMonitor
{
    private const int LargestBatch = 256;

    /// <summary>Batches under way at once to a store that packs; and the weight from which on one at a time is enough.</summary>
    private const int MostAtOnce = 6;
    private const long HeaviestAtOnce = 32L << 20;

    /// <summary>Waiting this little gathers what several associations send into one transaction.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SetAsideFor = TimeSpan.FromMinutes(1);

    /// <summary>Places of objects sent but not yet indexed are believed this long: much shorter than a sweep lets an object live that nothing names.</summary>
    private static readonly TimeSpan PlacesKept = TimeSpan.FromHours(1);

    private readonly Gathering _gathering = new(objects.Packing, spool.Time);
    private readonly SpoolReader _reader = new(spool);
    private readonly TextFallbacks _fallbacks = TextFallbacks.Of(options.TextFallbacks);
    private readonly Turns _turns = new(MostAtOnce, HeaviestAtOnce);
    private readonly SetAsideEntries _setAside = new(SetAsideFor, spool.Time);
    private volatile PublicationTrouble? _trouble;

    public SpoolStatus Read() => new(
        spool.WaitingInstances, spool.WaitingBytes, spool.OldestAge(), spool.Space.Bytes, spool.SetAsideFiles, _trouble?.Text, _trouble?.Since);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // what is not published waits in the spool for the next start
        }
        finally
        {
            await _turns.Latest.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public override void Dispose()
    {
        _turns.Dispose();
        base.Dispose();
    }

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        if (spool.WaitingInstances > 0)
            IngestLog.Recovering(logger, spool.WaitingInstances);
        while (!stoppingToken.IsCancellationRequested)
        {
            await queue.WaitAsync(_gathering.UntilNextDue ?? SetAsideFor, stoppingToken);
            ReturnSetAside();
            await queue.BreatheAsync(Breath, stoppingToken);
            while (await PublishNextAsync(stoppingToken))
            {
            }
        }
    }

    private async Task<bool> PublishNextAsync(CancellationToken stopping)
    {
        var (staged, unread) = queue.Take(LargestBatch);
        if (unread.Count > 0)
            staged = await ReadAgainAsync(unread, stopping);
        foreach (var one in staged)
            _gathering.Add(one);
        if (_gathering.TakeDue() is { Count: > 0 } due)
            await BeginAsync(due, stopping);
        return unread.Count > 0 || staged.Count == LargestBatch;
    }

    private async Task BeginAsync(IReadOnlyList<StagedObject> batch, CancellationToken stopping)
    {
        await _turns.BeginAsync(batch.Sum(staged => staged.Weight), before => PublishAllAsync(batch, before, stopping), stopping);
        if (objects.Packing is null)
            await _turns.Latest; // a name more costs no time: nothing is gained by side by side
    }

    private async Task PublishAllAsync(IReadOnlyList<StagedObject> batch, Task before, CancellationToken stopping)
    {
        var (done, size, delay) = (0, batch.Count, FirstDelay);
        var sent = new SentObjects(PlacesKept, spool.Time);
        while (done < batch.Count)
        {
            var part = batch.Skip(done).Take(size).ToList();
            try
            {
                await PublishAsync(part, sent, before, stopping);
                done += part.Count;
                (size, delay) = (Math.Min(size * 2, batch.Count), FirstDelay);
                Recovered();
            }
#pragma warning disable CA1031 // whatever it is, an acknowledged instance is not given up
            catch (Exception e) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                var outage = PublicationFailures.IsOutage(e);
                if (part.Count == 1 && !outage)
                {
                    GiveUp(part[0].Entry, e);
                    done++;
                    continue;
                }

                _trouble ??= new PublicationTrouble(e.Message, spool.Time.GetUtcNow());
                IngestLog.PublishFailed(logger, part.Count, delay, e);
                if (!outage)
                {
                    size = Math.Max(1, part.Count / 2); // one of these is the culprit: halve until it stands alone
                    continue;
                }

                await Task.Delay(delay, stopping);
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            }
        }
    }

    private async Task PublishAsync(List<StagedObject> batch, SentObjects sent, Task before, CancellationToken stopping)
    {
        if (sent.Missing(batch) is { Count: > 0 } missing)
        {
            if (objects.Packing is null)
                await index.KeepAsync(missing.ConvertAll(staged => staged.ObjectKey), stopping);
            sent.Add(missing, await objects.CommitAsync(missing.ConvertAll(FileOf), stopping));
        }

        FaultPoints.Reach(FaultPoints.ObjectCommitted);
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // of two instances with one UID the earlier is the current one
        var records = batch.ConvertAll(staged => InstanceRecordBuilder.Build(staged, sent.PlaceOf(staged), _fallbacks));
        var outcomes = await index.PublishAsync(records, stopping);
        FaultPoints.Reach(FaultPoints.IndexCommitted);
        for (var i = 0; i < batch.Count; i++)
            await FinishAsync(batch[i], records[i], outcomes[i]);
        FaultPoints.Reach(FaultPoints.SpoolEmptied);
        var now = spool.Time.GetUtcNow();
        foreach (var study in batch.Where((_, i) => outcomes[i] == PublishOutcome.Added).CountBy(staged => staged.Identity.Study))
            arrivals.Announce(new StudyArrival(study.Key, study.Value, now));
    }

    private StagedFile FileOf(StagedObject staged) =>
        new(staged.ObjectKey, spool.PathOf(staged.Entry)) { Sha256 = staged.Entry.Sha256, ReceivedAt = staged.Entry.ReceivedAt, Source = staged.Source };

    /// <summary>The instance is visible: nothing here may fail the batch. What came again in vain, a sweep finds.</summary>
    private async Task FinishAsync(StagedObject staged, InstanceRecord record, PublishOutcome outcome)
    {
        try
        {
            if (outcome == PublishOutcome.AlreadyPresent && await copies.SettleAsync(record, CancellationToken.None))
                IngestLog.MadeWhole(logger, staged.Identity.SopInstance.Value);
        }
        catch (Exception e) when (PublicationFailures.IsOutage(e))
        {
            SetAside(staged.Entry, e); // whether there is another whole copy is not known: this one stays
            return;
        }

        if (outcome == PublishOutcome.KeptAsVersion)
            IngestLog.KeptAsVersion(logger, staged.Identity.SopInstance.Value);
        spool.Remove(staged.Entry);
        queue.Published(staged.Entry);
    }

    private async Task<IReadOnlyList<StagedObject>> ReadAgainAsync(IReadOnlyList<SpoolEntry> entries, CancellationToken stopping)
    {
        var staged = new List<StagedObject>(entries.Count);
        foreach (var entry in entries)
        {
            try
            {
                if (await _reader.ReadAsync(entry, stopping) is { } read)
                    staged.Add(read);
                else
                    Damaged(entry);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                SetAside(entry, e);
            }
        }

        return staged;
    }

    private void Damaged(SpoolEntry entry)
    {
        if (spool.IsUnfinished(entry))
            IngestLog.Unfinished(logger, entry.FileName);
        else
            IngestLog.Damaged(logger, entry.FileName);
        try
        {
            spool.SetDamagedAside(entry);
            queue.Published(entry);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            SetAside(entry, e); // a disk that takes no new name now: it stays where it is, and the others go on
        }
    }

    private void GiveUp(SpoolEntry entry, Exception e)
    {
        if (e is DamagedFileException)
            Damaged(entry);
        else
            SetAside(entry, e);
    }

    private void SetAside(SpoolEntry entry, Exception e)
    {
        IngestLog.SetAside(logger, entry.FileName, e);
        if (!File.Exists(spool.PathOf(entry)))
        {
            spool.Forget(entry);
            queue.Published(entry);
            return;
        }

        _trouble ??= new PublicationTrouble(e.Message, spool.Time.GetUtcNow());
        _setAside.Add(entry);
        queue.SetAside(entry);
    }

    private void ReturnSetAside()
    {
        if (_setAside.TakeDue() is not { Count: > 0 } due)
            return;
        foreach (var entry in due)
            spool.Release(entry);
        queue.LookAtDisk();
    }

    private void Recovered()
    {
        if (_trouble is null || !_setAside.IsEmpty)
            return;
        _trouble = null;
        IngestLog.PublishRecovered(logger);
    }

    private sealed record PublicationTrouble(string Text, DateTimeOffset Since);
}
