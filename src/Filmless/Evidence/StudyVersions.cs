using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>The history of a study, worked out from what was received when: the rows of arrivals are never changed, so neither is the history. Pure.</summary>
internal static class StudyVersions
{
    /// <summary>Arrivals further apart than this belong to different versions.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(30);

    public static IReadOnlyList<StudyVersion> Of(
        IReadOnlyList<EvidenceInstance> instances, IReadOnlyList<(Uid SopInstanceUid, DateTimeOffset ReceivedAt)> changed,
        IReadOnlyList<RejectionEvidence> rejections, IReadOnlyList<FrozenManifest> frozen)
    {
        var versions = new List<StudyVersion>();
        var last = default(Step);
        foreach (var step in StepsOf(instances, changed, rejections))
        {
            if (versions.Count == 0 || Begins(last!, step, frozen))
                versions.Add(new StudyVersion(versions.Count + 1, new StudyChange(versions.Count == 0 ? step.At : versions[^1].Change.Until, step.At, 0, 0, 0, 0, 0), []));
            versions[^1] = versions[^1] with { Change = step.AddTo(versions[^1].Change) };
            last = step;
        }

        return [.. versions.Select((version, index) => version with
        {
            Frozen = [.. frozen.Where(one => one.At >= version.Change.Until && (index + 1 == versions.Count || one.At < versions[index + 1].Change.Until))],
        })];
    }

    public static StudyChange ChangeSince(
        FrozenManifest frozen, IReadOnlyList<EvidenceInstance> instances, IReadOnlyList<(Uid SopInstanceUid, DateTimeOffset ReceivedAt)> changed,
        IReadOnlyList<RejectionEvidence> rejections)
    {
        var then = frozen.Manifest.Series.SelectMany(series => series.Instances).ToDictionary(instance => instance.SopInstanceUid, StringComparer.Ordinal);
        var now = instances.ToDictionary(instance => instance.SopInstanceUid.Value, StringComparer.Ordinal);
        var added = instances.Where(instance => !then.ContainsKey(instance.SopInstanceUid.Value)).ToList();
        var otherBytes = then.Values.Where(instance => now.TryGetValue(instance.SopInstanceUid, out var current) && current.Sha256 != instance.Sha256).Select(instance => instance.SopInstanceUid);
        var cameAgain = changed.Where(change => change.ReceivedAt > frozen.At).ToList();
        var rejected = rejections.SelectMany(note => note.Images).Select(uid => uid.Value).Distinct()
            .Where(uid => now.ContainsKey(uid) && !(then.TryGetValue(uid, out var before) && before.IsRejected == true)).ToList();
        var until = added.Select(instance => instance.ReceivedAt).Concat(cameAgain.Select(change => change.ReceivedAt)).DefaultIfEmpty(frozen.At).Max();
        return new StudyChange(
            frozen.At, until, added.Count(instance => instance.NumberOfFrames > 0), added.Count(instance => instance.NumberOfFrames == 0),
            then.Keys.Count(uid => !now.ContainsKey(uid)), otherBytes.Concat(cameAgain.Select(change => change.SopInstanceUid.Value)).Distinct().Count(), rejected.Count);
    }

    private static bool Begins(Step last, Step step, IReadOnlyList<FrozenManifest> frozen) =>
        step.At - last.At > Pause || frozen.Any(one => one.At >= last.At && one.At < step.At)
        || step.IsCorrection != last.IsCorrection;

    private static IEnumerable<Step> StepsOf(
        IReadOnlyList<EvidenceInstance> instances, IReadOnlyList<(Uid SopInstanceUid, DateTimeOffset ReceivedAt)> changed, IReadOnlyList<RejectionEvidence> rejections)
    {
        var known = instances.Select(instance => instance.SopInstanceUid).ToHashSet();
        var rejects = rejections.ToDictionary(note => note.Note, note => note.Images.Count(known.Contains));
        return instances.Select(instance => new Step(
                instance.ReceivedAt, instance.NumberOfFrames > 0 ? 1 : 0, instance.NumberOfFrames > 0 ? 0 : 1, 0, rejects.GetValueOrDefault(instance.SopInstanceUid)))
            .Concat(changed.Select(change => new Step(change.ReceivedAt, 0, 0, 1, 0)))
            .OrderBy(step => step.At);
    }

    private sealed record Step(DateTimeOffset At, int Added, int Documents, int Changed, int Rejected)
    {
        /// <summary>Says something about what was there before.</summary>
        public bool IsCorrection => Changed + Rejected > 0;

        public StudyChange AddTo(StudyChange change) => change with
        {
            Until = At, Added = change.Added + Added, AddedDocuments = change.AddedDocuments + Documents, Changed = change.Changed + Changed, Rejected = change.Rejected + Rejected,
        };
    }
}
