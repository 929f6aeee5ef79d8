using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Evidence.Signing;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Filmless.Evidence;

/// <inheritdoc/>
internal sealed class StudyManifests(
    IStudyList studies, IStudyEvidence evidence, IEvidenceSource source, ManifestStore store, HospitalKeys keys, IAuditTrail audit, TimeProvider clock) : IStudyManifests
{
    private const int LongestReason = 200;

    public async Task<JsonWebSignature?> MakeAsync(Uid study, CancellationToken cancellationToken) =>
        await ComposeAsync(study, await source.InstancesAsync([study], cancellationToken), null, clock.GetUtcNow(), cancellationToken) is { } manifest ? Sign(manifest) : null;

    public async Task<FrozenManifest?> FreezeAsync(Uid study, string reason, string actor, CancellationToken cancellationToken)
    {
        reason = reason.Trim() is { Length: > LongestReason } tooLong ? tooLong[..LongestReason] : reason.Trim();
        while (true)
        {
            var before = await store.OfStudyAsync(study, cancellationToken);
            var now = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
            var freeze = new ManifestFreeze(before.Count + 1, actor, reason, before.Count > 0 ? before[^1].MerkleRoot : null);
            var instances = await source.InstancesAsync([study], cancellationToken); // before all else that is read: when they are the same at the end, it was of them
            if (await ComposeAsync(study, instances, freeze, now, cancellationToken) is not { } manifest)
                return null;
            var frozen = new FrozenManifest(study, freeze.Number, now, actor, reason, manifest.MerkleRoot, Sign(manifest));
            if (!await store.TryAddAsync(frozen, async () => instances.SequenceEqual(await source.InstancesAsync([study], cancellationToken)), cancellationToken))
                continue; // another was frozen at this moment, or the study is another or gone
            await audit.AppendAsync(
                new AuditEvent(now, AuditAction.ManifestFrozen, actor, null, study, null, AuditOutcome.Success, AuditForms.Frozen.With(frozen.Number, frozen.MerkleRoot)), cancellationToken);
            return frozen;
        }
    }

    public async Task<IReadOnlyList<FrozenManifest>> FrozenAsync(Uid study, CancellationToken cancellationToken) => await store.OfStudyAsync(study, cancellationToken);

    public async Task<FrozenManifest?> FindAsync(Uid study, int number, CancellationToken cancellationToken) =>
        (await store.OfStudyAsync(study, cancellationToken)).Find(frozen => frozen.Number == number);

    public async Task<StudyChange> ChangeSinceAsync(FrozenManifest frozen, CancellationToken cancellationToken)
    {
        var instances = await source.InstancesAsync([frozen.StudyInstanceUid], cancellationToken);
        var changed = await source.ChangedAsync(frozen.StudyInstanceUid, cancellationToken);
        var facts = await evidence.FactsOfAsync(frozen.StudyInstanceUid, cancellationToken);
        return StudyVersions.ChangeSince(frozen, instances, changed, facts?.Rejections ?? []);
    }

    public async Task<IReadOnlyList<StudyVersion>> VersionsAsync(Uid study, CancellationToken cancellationToken)
    {
        var instances = await source.InstancesAsync([study], cancellationToken);
        if (instances.Count == 0)
            return [];
        var facts = await evidence.FactsOfAsync(study, cancellationToken);
        return StudyVersions.Of(
            instances, await source.ChangedAsync(study, cancellationToken), facts?.Rejections ?? [], await store.OfStudyAsync(study, cancellationToken));
    }

    /// <summary>The root over a list of instances, in whatever order they come.</summary>
    public static string RootOf(IEnumerable<ManifestInstance> instances) => Convert.ToHexStringLower(MerkleTree.Root(
        [.. instances.OrderBy(instance => instance.SopInstanceUid, StringComparer.Ordinal).Select(instance => CanonicalJson.Of(instance, JsonWebSignature.Form))]));

    private JsonWebSignature Sign(StudyManifest manifest) => keys.Sign(CanonicalJson.Of(manifest, JsonWebSignature.Form), StudyManifest.SignatureType);

    private async Task<StudyManifest?> ComposeAsync(Uid uid, IReadOnlyList<EvidenceInstance> instances, ManifestFreeze? freeze, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await studies.FindAsync(uid, cancellationToken) is not { } study || await evidence.FactsOfAsync(uid, cancellationToken) is not { } facts)
            return null;
        var known = facts.Series.ToDictionary(series => series.SeriesInstanceUid);
        var rejected = facts.Rejections.SelectMany(note => note.Images).ToHashSet();
        var series = instances.GroupBy(instance => instance.SeriesInstanceUid).Select(group => SeriesOf(group.Key, known.GetValueOrDefault(group.Key), group, rejected)).ToList();
        return new StudyManifest(
            StudyManifest.FormatName, now, uid.Value, NullWhenEmpty(study.AccessionNumber), study.StudyDate, study.StudyTime, NullWhenEmpty(study.StudyDescription),
            NullWhenEmpty(study.InstitutionName), facts.FirstAcquisition, facts.LastAcquisition, freeze,
            new ManifestCounts(series.Count, instances.Count, instances.Sum(instance => instance.NumberOfFrames), instances.Sum(instance => instance.Length)),
            RootOf(series.SelectMany(one => one.Instances)), study.PendingVersions, series);
    }

    private static ManifestSeries SeriesOf(Uid uid, SeriesEvidence? facts, IEnumerable<EvidenceInstance> instances, HashSet<Uid> rejected) => new(
        uid.Value, NullWhenEmpty(facts?.Modality), facts?.Number, NullWhenEmpty(facts?.Description), NullWhenEmpty(facts?.BodyPart),
        new ManifestDevice(
            NullWhenEmpty(facts?.Device.Manufacturer), NullWhenEmpty(facts?.Device.Model), NullWhenEmpty(facts?.Device.SerialNumber), NullWhenEmpty(facts?.Device.Station)),
        [.. instances.Select(instance => new ManifestInstance(
            uid.Value, instance.SopInstanceUid.Value, instance.SopClassUid.Value, instance.TransferSyntaxUid.Value, instance.InstanceNumber, instance.NumberOfFrames, instance.Length,
            instance.Sha256, instance.PixelDataSha256, instance.CallingAETitle, instance.ReceivedAt, rejected.Contains(instance.SopInstanceUid) ? true : null))]);

    private static string? NullWhenEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
