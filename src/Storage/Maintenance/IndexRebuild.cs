using System.Runtime.CompilerServices;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Spool;

namespace ImagingGateway.Storage.Maintenance;

/// <summary>
/// Makes the index from the objects alone: study by study, instances in the order they once arrived. What the index has already is left
/// alone unless its bytes are lost or damaged, so it also takes in what a restored older index does not know, and may be interrupted and repeated.
/// </summary>
public sealed class IndexRebuild(IObjectStore objects, IPublicationIndex publication, IMaintenanceIndex index, SecondCopies copies, StorageOptions options)
{
    private const string Work = "rebuild-index";
    private const int Batch = 128;
    private readonly TextFallbacks _fallbacks = TextFallbacks.Of(options.TextFallbacks);

    /// <summary>Goes on from the study after the last one finished, or from the beginning.</summary>
    /// <returns>After each study how far it is, and what could not be taken in.</returns>
    public async IAsyncEnumerable<RebuildProgress> RunAsync(bool fromStart, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var done = fromStart ? null : await index.ProgressAsync(Work, cancellationToken);
        var progress = new RebuildProgress(0, 0, 0, []);
        await foreach (var study in StudiesAsync(cancellationToken))
        {
            var name = ObjectKey.StudyOf(study[0].Name);
            if (string.CompareOrdinal(name, done) <= 0)
                continue;
            yield return progress = await TakeInAsync(study, progress, cancellationToken);
            await index.SaveProgressAsync(Work, name, cancellationToken);
        }

        await index.SaveProgressAsync(Work, null, cancellationToken);
    }

    private async Task<RebuildProgress> TakeInAsync(List<StoredObject> study, RebuildProgress before, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var members = await MembersAsync(study, problems, cancellationToken);
        var (added, present) = (0L, 0L);
        foreach (var batch in members.OrderBy(member => member.ReceivedAt).Chunk(Batch))
        {
            var records = new List<InstanceRecord>();
            foreach (var member in batch)
            {
                try
                {
                    if (await ReadAsync(member, problems, cancellationToken) is { } record)
                        records.Add(record);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    problems.Add($"{member.Key}: {e.Message}");
                }
            }

            var outcomes = await publication.PublishAsync(records, cancellationToken);
            foreach (var (record, _) in records.Zip(outcomes).Where(one => one.Second == PublishOutcome.AlreadyPresent))
                await copies.SettleAsync(record, cancellationToken);
            present += outcomes.Count(outcome => outcome == PublishOutcome.AlreadyPresent);
            added += outcomes.Count(outcome => outcome != PublishOutcome.AlreadyPresent);
        }

        return new RebuildProgress(before.Studies + 1, before.Added + added, before.Present + present, problems);
    }

    private async Task<List<ObjectMember>> MembersAsync(List<StoredObject> study, List<string> problems, CancellationToken cancellationToken)
    {
        var members = new List<ObjectMember>();
        var deleted = await index.PendingRemovalsAsync([.. study.Select(stored => stored.Name)], cancellationToken);
        foreach (var stored in study.Where(stored => !deleted.Contains(stored.Name)))
        {
            try
            {
                await foreach (var member in objects.MembersAsync(stored, cancellationToken))
                    members.Add(member);
            }
            catch (Exception e) when (e is InvalidDataException or FileNotFoundException)
            {
                problems.Add($"{stored.Name}: {e.Message}");
            }
        }

        return members;
    }

    private async Task<InstanceRecord?> ReadAsync(ObjectMember member, List<string> problems, CancellationToken cancellationToken)
    {
        await using var content = await objects.OpenRangeAsync(member.Place.Object, member.Place.Offset, member.Place.Length, cancellationToken);
        var (read, refusal) = await InstanceReading.OfAsync(content, cancellationToken);
        if (read is null)
        {
            problems.Add($"{member.Key}: {refusal?.Text}");
            return null;
        }

        var source = member.Source ?? new InstanceSource(IngestOrigin.Import, null, null, null, null);
        var entry = new SpoolEntry(member.ReceivedAt.UtcTicks, string.Empty, member.Place.Length, read.Sha256, 0);
        var staged = new StagedObject(entry, source, read, InstanceIdentity.Of(read.Scan.Header));
        if (staged.ObjectKey == member.Key && (member.Sha256 ?? read.Sha256) == read.Sha256)
            return InstanceRecordBuilder.Build(staged, member.Place, _fallbacks);
        problems.Add($"{member.Key}: the bytes are not those that were received.");
        return null;
    }

    private async IAsyncEnumerable<List<StoredObject>> StudiesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var study = new List<StoredObject>();
        await foreach (var stored in objects.ListAsync(cancellationToken))
        {
            if (study.Count > 0 && ObjectKey.StudyOf(stored.Name) != ObjectKey.StudyOf(study[0].Name))
            {
                yield return study;
                study = [];
            }

            study.Add(stored);
        }

        if (study.Count > 0)
            yield return study;
    }
}

/// <summary>How far a rebuild is.</summary>
/// <param name="Studies">Taken in by this run.</param>
/// <param name="Added">Instances and versions added.</param>
/// <param name="Present">Instances the index had already.</param>
/// <param name="Problems">Of the study just taken in: what could not be, one sentence each.</param>
public sealed record RebuildProgress(long Studies, long Added, long Present, IReadOnlyList<string> Problems);
