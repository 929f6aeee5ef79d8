using System.Globalization;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Audit;

namespace ImagingGateway.Storage.Maintenance;

/// <summary>
/// Deleting a study, in two steps: it is marked, stays visible for a grace in which the mark can be taken back, and is then purged. Minimum ages
/// of retention classes, legal holds and guards are asked at both steps. Every step is audited, refusals too.
/// </summary>
public sealed class StudyDeletion(
    IDeletionIndex index, SeenPacks packs, IEnumerable<IDeletionGuard> guards, IEnumerable<IObjectDerivations> derivations, IAuditTrail audit, RetentionOptions retention, TimeProvider time)
{
    private const int AtOnce = 100;

    /// <summary>How a study stands, and until when its retention class keeps it; null for a study that is not there.</summary>
    public async Task<(DeletionStanding Standing, DateTimeOffset KeptUntil)?> StandingAsync(Uid study, CancellationToken cancellationToken) =>
        await index.FindAsync(study, cancellationToken) is { } standing ? (standing, KeptUntil(standing)) : null;

    /// <summary>Marks a study for deletion.</summary>
    /// <returns>Why it must stay, in sentences; none when it is marked.</returns>
    public async Task<IReadOnlyList<string>> MarkAsync(Uid study, string actor, string reason, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await index.FindAsync(study, cancellationToken) is not { } standing)
            return ["There is no study with this UID. / Không có ca chụp với UID này."];
        var reasons = await ReasonsToKeepAsync(standing, now, cancellationToken);
        if (reasons.Count == 0)
            await index.MarkAsync(study, new DeletionMark(now, now + retention.Grace, actor, reason), cancellationToken);
        await NoteAsync(study, actor, reasons.Count == 0, reasons.Count == 0 ? AuditForms.MarkedForDeletion.With(reason) : AuditForms.DeletionRefused.With(string.Join(' ', reasons)), cancellationToken);
        return reasons;
    }

    /// <summary>Takes a mark back.</summary>
    /// <returns>False when there is no such study, or none any more.</returns>
    public async Task<bool> KeepAsync(Uid study, string actor, CancellationToken cancellationToken)
    {
        var isThere = await index.MarkAsync(study, null, cancellationToken);
        await NoteAsync(study, actor, isThere, AuditForms.DeletionTakenBack.With(), cancellationToken);
        return isThere;
    }

    /// <summary>Places a legal hold, or lifts it with a null reason.</summary>
    /// <returns>False when there is no such study, or none any more: nothing is held.</returns>
    public async Task<bool> HoldAsync(Uid study, string? reason, string actor, CancellationToken cancellationToken)
    {
        var isThere = await index.SetHoldAsync(study, reason, actor, time.GetUtcNow(), cancellationToken);
        await NoteAsync(study, actor, isThere, reason is null ? AuditForms.HoldLifted.With() : AuditForms.HoldPlaced.With(reason), cancellationToken);
        return isThere;
    }

    /// <summary>Puts a study into a retention class.</summary>
    /// <exception cref="ArgumentException">There is no such class; the message lists them.</exception>
    public async Task ClassifyAsync(Uid study, string name, string actor, CancellationToken cancellationToken)
    {
        if (!retention.Years.ContainsKey(name))
            throw new ArgumentException($"There is no retention class '{name}'; there are: {string.Join(", ", retention.Years.Keys.Order(StringComparer.Ordinal))}.", nameof(name));
        await index.SetRetentionClassAsync(study, name, actor, time.GetUtcNow(), cancellationToken);
        await NoteAsync(study, actor, true, AuditForms.RetentionClass.With(name), cancellationToken);
    }

    /// <summary>Purges what is due. What may no longer be purged loses its mark or keeps waiting, and says so in the audit trail.</summary>
    /// <returns>Each study with what became of it.</returns>
    public async Task<IReadOnlyList<(Uid Study, PurgeOutcome Outcome)>> PurgeDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var purged = new List<(Uid, PurgeOutcome)>();
        foreach (var study in await index.DueAsync(now, AtOnce, cancellationToken))
        {
            if (await index.FindAsync(study, cancellationToken) is not { Marked: { } mark } standing)
            {
                await index.MarkAsync(study, null, cancellationToken); // the study is gone already
                continue;
            }

            var (outcome, reasons) = await PurgeAsync(standing, now, cancellationToken);
            foreach (var derived in derivations)
                derived.Forget(outcome.ObjectKeys);
            if (outcome.Result != PurgeResult.Purged)
                await index.MarkAsync(study, null, cancellationToken); // a person must decide again
            await NoteAsync(study, mark.MarkedBy, outcome.Result == PurgeResult.Purged, DetailOf(outcome, reasons), cancellationToken);
            purged.Add((study, outcome));
        }

        return purged;
    }

    /// <summary>The reasons are asked before the objects are looked at, and once more while nothing of the study can change.</summary>
    private async Task<(PurgeOutcome Outcome, IReadOnlyList<string> Reasons)> PurgeAsync(DeletionStanding standing, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (study, reasons) = (standing.Study, await ReasonsToKeepAsync(standing, now, cancellationToken));
        if (reasons.Count > 0)
            return (new PurgeOutcome(PurgeResult.NotAllowed, 0, []), reasons);
        var all = await index.PacksAsync(study, cancellationToken);
        var seen = await packs.OfAsync(all, cancellationToken);
        if (seen.Count < all.Count)
            return (new PurgeOutcome(PurgeResult.HasUnseen, 0, []), reasons);
        var outcome = await index.PurgeAsync(study, now, ObjectSweep.Grace, seen, MayGoAsync, cancellationToken);
        return (outcome, reasons);

        async Task<bool> MayGoAsync()
        {
            if (await index.FindAsync(study, cancellationToken) is { } still)
                reasons = await ReasonsToKeepAsync(still, now, cancellationToken);
            return reasons.Count == 0;
        }
    }

    private async Task<IReadOnlyList<string>> ReasonsToKeepAsync(DeletionStanding standing, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var reasons = new List<string>();
        if (standing.HoldReason is { } hold)
            reasons.Add($"The study is under legal hold ({hold}): lift it first. / Ca chụp đang bị giữ theo yêu cầu pháp lý: hãy gỡ trước.");
        var until = KeptUntil(standing);
        if (until > now)
        {
            var day = until.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
            reasons.Add($"The study must be kept until {day}. / Ca chụp phải được lưu đến {day}.");
        }

        foreach (var guard in guards)
        {
            if (await guard.ReasonToKeepAsync(standing.Study, cancellationToken) is { } reason)
                reasons.Add(reason);
        }

        return reasons;
    }

    private DateTimeOffset KeptUntil(DeletionStanding standing) => standing.OldestReason.AddYears(retention.YearsOf(standing.RetentionClass));

    private static AuditDetail DetailOf(PurgeOutcome outcome, IReadOnlyList<string> reasons) => outcome.Result switch
    {
        PurgeResult.Purged => AuditForms.Purged.With(outcome.Instances),
        PurgeResult.HasGrown => AuditForms.NotPurgedGrown.With(),
        PurgeResult.IsContested => AuditForms.NotPurgedContested.With(),
        PurgeResult.HasUnseen => AuditForms.NotPurgedUnseen.With(),
        _ when reasons.Count == 0 => AuditForms.NotPurgedUnsaid.With(),
        _ => AuditForms.NotPurged.With(string.Join(' ', reasons)),
    };

    private ValueTask NoteAsync(Uid study, string actor, bool success, AuditDetail detail, CancellationToken cancellationToken) => audit.AppendAsync(
        new AuditEvent(time.GetUtcNow(), AuditAction.Delete, actor, null, study, null, success ? AuditOutcome.Success : AuditOutcome.Refused, detail), cancellationToken);
}
