using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Spool;

namespace ImagingGateway.Storage.Recoding;

/// <summary>
/// Puts recoded files in the place of stored instances: announced, then durable in the object store, then in one transaction the index names them. The bytes as received
/// stay for as long as is asked. A crash anywhere leaves the instances as they were, or as they shall be.
/// </summary>
public sealed class InstanceReplacement(
    IObjectStore objects, IRecodingIndex index, IPublicationIndex publication, SeenPacks packs, IEnumerable<IDeletionGuard> guards, StorageOptions options, TimeProvider time)
{
    private readonly TextFallbacks _fallbacks = TextFallbacks.Of(options.TextFallbacks);

    /// <summary>Why a study's bytes must stay as received; null when they may change. The same reasons for which it may not be deleted.</summary>
    public async Task<string?> ReasonToKeepAsync(Uid study, CancellationToken cancellationToken)
    {
        foreach (var guard in guards)
        {
            if (await guard.ReasonToKeepAsync(study, cancellationToken) is { } reason)
                return reason;
        }

        return null;
    }

    /// <summary>Replaces instances of one study.</summary>
    /// <param name="study">Which.</param>
    /// <param name="files">Of that study; the files may be removed afterwards.</param>
    /// <param name="keepOriginal">How long the bytes as received stay.</param>
    /// <param name="cancellationToken">Gives up before the transaction.</param>
    /// <returns>How many were replaced: fewer than given when some were deleted meanwhile, none when the study must stay as it is by now.</returns>
    /// <exception cref="InvalidDataException">A file is not the instance it should be.</exception>
    public async Task<int> RunAsync(Uid study, IReadOnlyList<RecodedFile> files, TimeSpan keepOriginal, CancellationToken cancellationToken)
    {
        var records = new List<(string OldKey, InstanceRecord New)>();
        var staged = new List<StagedFile>();
        foreach (var file in files)
        {
            if (await index.SourceAsync(file.Was.SopInstanceUid, cancellationToken) is not { } came)
                continue; // deleted meanwhile
            var record = await ReadAsync(file, came.Source, came.ReceivedAt, cancellationToken);
            records.Add((file.Was.ObjectKey, record));
            staged.Add(new StagedFile(record.ObjectKey, file.Path) { Sha256 = Convert.ToHexStringLower(record.Sha256.Span), ReceivedAt = came.ReceivedAt, Source = came.Source });
        }

        if (records.Count == 0)
            return 0;
        await index.AnnounceAsync([.. records.Select(record => record.New)], time.GetUtcNow(), cancellationToken);
        if (objects.Packing is null)
            await publication.KeepAsync([.. staged.Select(file => file.Key)], cancellationToken); // a sweep may have found what an earlier run left
        var seen = objects.Packing is null ? [] : await packs.OfAsync([.. files.Select(file => file.Was.Place.Object).Distinct()], cancellationToken);
        var places = await objects.CommitAsync(staged, cancellationToken);
        var now = time.GetUtcNow();
        return await index.ReplaceAsync(
            study, [.. records.Zip(places, (record, place) => (record.OldKey, record.New with { Place = place }))], now, now + keepOriginal, seen,
            async () => await ReasonToKeepAsync(study, cancellationToken) is null, cancellationToken);
    }

    private async Task<InstanceRecord> ReadAsync(RecodedFile file, InstanceSource source, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(file.Path);
        var (read, refusal) = await InstanceReading.OfAsync(content, cancellationToken);
        var was = file.Was;
        var identity = read is null ? default : InstanceIdentity.Of(read.Scan.Header);
        if (read is null || (identity.Study, identity.Series, identity.SopInstance, identity.SopClass) != (was.StudyInstanceUid, was.SeriesInstanceUid, was.SopInstanceUid, was.SopClassUid))
            throw new InvalidDataException($"The recoded file of instance {was.SopInstanceUid} is not that instance: {refusal?.Text}");
        var entry = new SpoolEntry(receivedAt.UtcTicks, string.Empty, content.Length, read.Sha256, 0);
        return InstanceRecordBuilder.Build(new StagedObject(entry, source, read, identity), ObjectPlace.Whole(string.Empty, 0), _fallbacks);
    }
}
