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

    public async Task<StudyEvidence?> FactsOfAsync(Uid study, CancellationToken cancellationToken) =>
        (await FactsOfAsync([study], cancellationToken)).GetValueOrDefault(study);

    public async Task<IReadOnlyDictionary<Uid, StudyEvidence>> FactsOfAsync(IReadOnlyCollection<Uid> studies, CancellationToken cancellationToken)
    {
        var facts = new Dictionary<Uid, StudyEvidence>();
        foreach (var state in await store.StatesAsync(studies, cancellationToken))
        {
            if ((state.Facts ?? await ReadAsync(state, cancellationToken)) is { } known)
                facts[state.Study] = known;
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

    public async Task<int> CatchUpAsync(Func<CancellationToken, Task>? giveWay, CancellationToken cancellationToken)
    {
        await store.ForgetRemovedAsync(cancellationToken);
        var (count, last) = (0, -1L);
        while (await store.BehindAsync(last, BehindAtOnce, cancellationToken) is { Count: > 0 } behind)
        {
            foreach (var (_, study) in behind)
            {
                if (giveWay is not null)
                    await giveWay(cancellationToken);
                await TryReadAsync(study, cancellationToken);
            }

            (count, last) = (count + behind.Count, behind[^1].Key);
        }

        return count;
    }

    private async Task TryReadAsync(Uid study, CancellationToken cancellationToken)
    {
        try
        {
            await FactsOfAsync(study, cancellationToken);
        }
        catch (Exception problem) when (problem is InvalidDataException or JsonException)
        {
            LogUnreadable(problem, study.Value);
        }
    }

    private async Task<StudyEvidence?> ReadAsync(EvidenceStore.State state, CancellationToken cancellationToken)
    {
        var instances = (await source.InstancesAsync(state.Study, cancellationToken)).ToDictionary(instance => instance.SopInstanceUid);
        var read = new List<(DataSet Header, EvidenceInstance Instance)>(instances.Count);
        await foreach (var kept in headers.MetadataAsync(RetrieveScope.Study(state.Study), cancellationToken))
        {
            if (!instances.TryGetValue(kept.Instance.SopInstanceUid, out var instance))
                continue; // arrived since
            using var json = JsonDocument.Parse(kept.Json);
            read.Add((DicomJson.Read(json.RootElement), instance));
        }

        if (read.Count == 0)
            return null;
        var facts = EvidenceReading.Of(state.Study, read, (int)state.Versions);
        try
        {
            foreach (var reader in readers)
                await reader.OnReadAsync(facts, read, cancellationToken);
            await store.KeepAsync(state, facts, cancellationToken);
        }
        catch (DbException problem)
        {
            // two nodes at once, or the database is away: the answer is right all the same, and it is kept the next time
            LogNotKept(problem, state.Study.Value);
        }

        return facts;
    }

    [LoggerMessage(EventId = 5000, Level = LogLevel.Warning, Message = "The facts of study {StudyInstanceUid} were read but could not be kept; this is tried again")]
    private partial void LogNotKept(Exception problem, string studyInstanceUid);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Error, Message = "The kept headers of study {StudyInstanceUid} cannot be read; its facts are missing")]
    private partial void LogUnreadable(Exception problem, string studyInstanceUid);
}
