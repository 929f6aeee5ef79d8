using System.Data.Common;
using System.Text.Json;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Json;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Retrieve;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Filmless.Evidence;

/// <inheritdoc/>
internal sealed partial class StudyEvidenceIndex(
    EvidenceStore store, EvidenceLookups lookups, IEvidenceSource source, IRetrievalIndex headers, IEnumerable<IStudyReader> readers, ILogger<StudyEvidenceIndex> logger) : IStudyEvidence
{
    private const int BehindAtOnce = 200;

    /// <summary>Studies that are read together: one statement and one transaction for all.</summary>
    private const int StudiesAtOnce = 25;

    /// <summary>Unless their headers are more than this: they are held in memory.</summary>
    private const long InstancesAtOnce = 250;

    public async Task<StudyEvidence?> FactsOfAsync(Uid study, CancellationToken cancellationToken) =>
        (await FactsOfAsync([study], cancellationToken)).GetValueOrDefault(study);

    public async Task<IReadOnlyDictionary<Uid, StudyEvidence>> FactsOfAsync(IReadOnlyCollection<Uid> studies, CancellationToken cancellationToken)
    {
        var facts = new Dictionary<Uid, StudyEvidence>();
        var behind = new List<EvidenceStore.State>();
        foreach (var state in await store.StatesAsync(studies, cancellationToken))
        {
            if (state.Facts is { } known)
                facts[state.Study] = known;
            else
                behind.Add(state);
        }

        foreach (var some in Together(behind))
        {
            foreach (var read in await ReadAsync(some, cancellationToken))
                facts[read.State.Study] = read.Facts;
        }

        return facts;
    }

    public async Task<IReadOnlyList<SharedPixels>> SharedPixelsAsync(IReadOnlyCollection<Uid> studies, CancellationToken cancellationToken)
    {
        await FactsOfAsync(studies, cancellationToken);
        return await lookups.SharedPixelsAsync(studies, cancellationToken);
    }

    public async Task<IReadOnlyList<DeviceOverlap>> OverlapsAsync(IReadOnlyCollection<Uid> studies, CancellationToken cancellationToken)
    {
        await FactsOfAsync(studies, cancellationToken);
        return await lookups.OverlapsAsync(studies, cancellationToken);
    }

    public async Task BringUpToDateAsync(IReadOnlyCollection<Uid> studies, Func<CancellationToken, Task>? giveWay, CancellationToken cancellationToken)
    {
        foreach (var some in studies.Chunk(StudiesAtOnce))
        {
            if (giveWay is not null)
                await giveWay(cancellationToken);
            await TryReadAsync(some, cancellationToken);
        }
    }

    public async Task<int> CatchUpAsync(Func<CancellationToken, Task>? giveWay, CancellationToken cancellationToken)
    {
        await store.ForgetRemovedAsync(cancellationToken);
        var (count, last) = (0, -1L);
        while (await store.BehindAsync(last, BehindAtOnce, cancellationToken) is { Count: > 0 } behind)
        {
            await BringUpToDateAsync(behind.ConvertAll(study => study.Study), giveWay, cancellationToken);
            (count, last) = (count + behind.Count, behind[^1].Key);
        }

        return count;
    }

    private static IEnumerable<List<EvidenceStore.State>> Together(List<EvidenceStore.State> states)
    {
        var (some, instances) = (new List<EvidenceStore.State>(), 0L);
        foreach (var state in states)
        {
            if (some.Count == StudiesAtOnce || (some.Count > 0 && instances + state.Instances > InstancesAtOnce))
            {
                yield return some;
                (some, instances) = ([], 0);
            }

            some.Add(state);
            instances += state.Instances;
        }

        if (some.Count > 0)
            yield return some;
    }

    private async Task TryReadAsync(Uid[] studies, CancellationToken cancellationToken)
    {
        try
        {
            await FactsOfAsync(studies, cancellationToken);
        }
        catch (Exception problem) when (problem is InvalidDataException or JsonException)
        {
            if (studies is [var only])
            {
                LogUnreadable(problem, only.Value);
                return;
            }

            foreach (var one in studies)
                await TryReadAsync([one], cancellationToken);
        }
    }

    private async Task<List<ReadStudy>> ReadAsync(List<EvidenceStore.State> states, CancellationToken cancellationToken)
    {
        List<Uid> studies = [.. states.Select(state => state.Study)];
        var instances = (await source.InstancesAsync(studies, cancellationToken)).ToDictionary(instance => instance.SopInstanceUid);
        var read = studies.ToDictionary(study => study, _ => new List<(DataSet Header, EvidenceInstance Instance)>());
        await foreach (var kept in headers.MetadataAsync(new RetrieveScope(studies, [], []), cancellationToken))
        {
            if (!instances.TryGetValue(kept.Instance.SopInstanceUid, out var instance))
                continue; // arrived since
            using var json = JsonDocument.Parse(kept.Json);
            read[kept.Instance.StudyInstanceUid].Add((DicomJson.Read(json.RootElement), instance));
        }

        List<ReadStudy> facts =
            [.. states.Where(state => read[state.Study].Count > 0).Select(state => new ReadStudy(state, EvidenceReading.Of(state.Study, read[state.Study], (int)state.Versions), read[state.Study]))];
        if (facts.Count > 0)
            await KeepAsync(facts, cancellationToken);
        return facts;
    }

    private async Task KeepAsync(List<ReadStudy> studies, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var reader in readers)
                await reader.OnReadAsync(studies, cancellationToken);
            await store.KeepAsync(studies, cancellationToken);
        }
        catch (DbException problem) when (studies.Count > 1 && !problem.IsTransient)
        {
            // one that cannot be kept does not hold up the others
            foreach (var one in studies)
                await KeepAsync([one], cancellationToken);
        }
        catch (DbException problem)
        {
            // two nodes at once, or the database is away: the answer is right all the same, and it is kept the next time
            foreach (var one in studies)
                LogNotKept(problem, one.State.Study.Value);
        }
    }

    [LoggerMessage(EventId = 5000, Level = LogLevel.Warning, Message = "The facts of study {StudyInstanceUid} were read but could not be kept; this is tried again")]
    private partial void LogNotKept(Exception problem, string studyInstanceUid);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Error, Message = "The kept headers of study {StudyInstanceUid} cannot be read; its facts are missing")]
    private partial void LogUnreadable(Exception problem, string studyInstanceUid);
}
