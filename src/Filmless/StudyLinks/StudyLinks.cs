using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>The use cases over <see cref="StudyLinkStore"/>.</summary>
internal sealed class StudyLinks(StudyLinkStore store, IStudyList studies, LinkAudit audit, LinkProofs proofs, TimeProvider clock) : IStudyLinks
{
    /// <summary>144 bits.</summary>
    private const int TokenBytes = 18;

    private const int NewestShown = 500;

    public async Task<CreatedStudyLink> CreateAsync(NewStudyLink wish, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        wish = wish with
        {
            StudyInstanceUids = [.. wish.StudyInstanceUids.Distinct()], Note = NullWhenBlank(wish.Note), Recipient = NullWhenBlank(wish.Recipient),
            Pin = NullWhenBlank(wish.Pin), PinKind = wish.Pin is null ? PinKind.Digits : wish.PinKind,
        };
        if (StudyLinkPolicy.FaultOf(wish, now) is { } fault)
            throw new StudyLinkException(fault);
        foreach (var study in wish.StudyInstanceUids)
        {
            if (await studies.FindAsync(study, cancellationToken) is null)
                throw new StudyLinkException(StudyLinkFault.NoSuchStudy);
        }

        var token = RandomText.Token(TokenBytes);
        // a code alone would be guessed sooner or later: only a link with a PIN has one
        var code = wish.Pin is null ? null : ShortCode.Create();
        var row = RowOf(wish, now);
        await store.AddAsync(row, LinkProofs.HashOfToken(token), code is null ? null : proofs.HashOfCode(code), cancellationToken);
        await audit.NoteAsync(
            AuditAction.LinkCreated, wish.CreatedBy, null, row, AuditOutcome.Success,
            AuditForms.LinkMade.With(wish.ExpiresAt, row.Audience, row.Permission, row.Purpose, row.Basis), cancellationToken);
        return new CreatedStudyLink(row.ToLink(), token, code);
    }

    public async Task<StudyLinkOpening> ResolveAsync(string token, string? proof, string? remoteAddress, CancellationToken cancellationToken) =>
        (await LookAsync(token, proof, remoteAddress, cancellationToken)).Opening;

    public async Task<StudyLinkOpening> OpenAsync(string token, string? proof, LinkVisitor visitor, CancellationToken cancellationToken)
    {
        var (opening, row) = await LookAsync(token, proof, visitor.RemoteAddress, cancellationToken);
        if (opening is not StudyLinkOpening.Open { Link: var link } || row is null)
            return opening;
        var isCounted = !visitor.IsPreview && !link.NeedsConfirmation;
        if (isCounted)
            await store.TakeOpeningAsync(row.Id, cancellationToken);
        var detail = visitor.IsPreview ? AuditForms.LinkPreview : isCounted ? null : AuditForms.LinkAgain;
        await audit.NoteAsync(AuditAction.LinkOpened, LinkAudit.ActorOf(row), visitor.RemoteAddress, row, AuditOutcome.Success, detail?.With(), cancellationToken);
        return opening;
    }

    public async Task<(StudyLinkOpening Opening, string? Proof)> ConfirmAsync(string token, string? pin, LinkVisitor visitor, CancellationToken cancellationToken)
    {
        var (opening, row) = await LookAsync(token, null, visitor.RemoteAddress, cancellationToken);
        return row is null ? (opening, null) : await ConfirmAsync(opening, row, pin, visitor, cancellationToken);
    }

    public async Task<(StudyLinkOpening Opening, string? Token, string? Proof)> EnterCodeAsync(
        string code, string pin, LinkVisitor visitor, CancellationToken cancellationToken)
    {
        var row = ShortCode.Parse(code) is { } parsed ? await store.FindByCodeAsync(proofs.HashOfCode(parsed), cancellationToken) : null;
        var looked = await StateAsync(row, null, visitor.RemoteAddress, cancellationToken);
        if (row is null)
        {
            // as slow as a real one: a code that exists cannot be told by the time an answer takes
            SlowHash.Verify(pin, null);
            return (looked, null, null);
        }

        var (opening, proof) = await ConfirmAsync(looked, row, pin, visitor, cancellationToken);
        return (opening, proof is null ? null : proofs.SessionToken(row), proof);
    }

    public async Task<bool> RevokeAsync(string linkId, string actor, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(linkId, cancellationToken) is not { } row)
            return false;
        if (await store.RevokeAsync(linkId, clock.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken) > 0)
            await audit.NoteAsync(AuditAction.LinkRevoked, actor, null, row, AuditOutcome.Success, null, cancellationToken);
        return true;
    }

    public Task<IReadOnlyList<string>> EndedAmongAsync(IReadOnlyCollection<string> linkIds, CancellationToken cancellationToken) =>
        store.EndedAmongAsync(linkIds, clock.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken);

    public Task<int> CountLockedAsync(CancellationToken cancellationToken) => store.CountLockedAsync(clock.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken);

    public async Task<StudyLink?> FindAsync(string linkId, CancellationToken cancellationToken) =>
        (await store.FindAsync(linkId, cancellationToken))?.ToLink();

    public async Task<StudyLink?> FindByTokenAsync(string token, CancellationToken cancellationToken) =>
        (await store.FindByTokenAsync(LinkProofs.HashOfToken(token), cancellationToken))?.ToLink();

    public async Task<IReadOnlyList<StudyLink>> ListAsync(Uid? studyInstanceUid, CancellationToken cancellationToken)
    {
        var rows = studyInstanceUid is { } study
            ? await store.OfStudyAsync(study, cancellationToken)
            : await store.NewestAsync(NewestShown, cancellationToken);
        return [.. rows.Select(row => row.ToLink())];
    }

    private async Task<(StudyLinkOpening Opening, string? Proof)> ConfirmAsync(
        StudyLinkOpening opening, StudyLinkRow row, string? pin, LinkVisitor visitor, CancellationToken cancellationToken)
    {
        if (opening is StudyLinkOpening.PinRequired)
        {
            if (await TryPinAsync(row, pin ?? "", visitor, cancellationToken) is { } refusal)
                return (refusal, null);
        }
        else if (opening is not StudyLinkOpening.ConfirmationRequired)
        {
            return (opening, null);
        }

        if (!await store.TakeOpeningAsync(row.Id, cancellationToken))
        {
            await RefuseAsync(row, visitor.RemoteAddress, AuditForms.LinkUsedUp, cancellationToken);
            return (new StudyLinkOpening.UsedUp(), null);
        }

        await audit.NoteAsync(AuditAction.LinkOpened, LinkAudit.ActorOf(row), visitor.RemoteAddress, row, AuditOutcome.Success, AuditForms.LinkConfirmed.With(), cancellationToken);
        return (new StudyLinkOpening.Open(row.ToLink()), proofs.OfOpening(row));
    }

    /// <returns>Null when the PIN was right.</returns>
    private async Task<StudyLinkOpening?> TryPinAsync(StudyLinkRow row, string pin, LinkVisitor visitor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var attempt = await store.TakePinAttemptAsync(row.Id, now, cancellationToken);
        if (attempt is not null && SlowHash.Verify(pin, row.PinHash))
        {
            await store.PinWasRightAsync(row.Id, cancellationToken);
            return null;
        }

        var lockedUntil = attempt is null ? (await store.FindAsync(row.Id, cancellationToken))?.LockedUntil ?? now : attempt.LockedUntil;
        await RefuseAsync(row, visitor.RemoteAddress, lockedUntil is null ? AuditForms.WrongPin : AuditForms.WrongPinLocked, cancellationToken);
        return lockedUntil is { } until
            ? new StudyLinkOpening.Locked(StudyLinkRow.Time(until))
            : new StudyLinkOpening.PinRequired(row.ToLink(), StudyLinkPolicy.PinAttempts - (int)attempt!.FailedPins);
    }

    private async Task<(StudyLinkOpening Opening, StudyLinkRow? Row)> LookAsync(string token, string? proof, string? remoteAddress, CancellationToken cancellationToken)
    {
        var row = proofs.LinkOfSession(token) is { } id
            ? await store.FindAsync(id, cancellationToken)
            : await store.FindByTokenAsync(LinkProofs.HashOfToken(token), cancellationToken);
        return (await StateAsync(row, proof, remoteAddress, cancellationToken), row);
    }

    private async Task<StudyLinkOpening> StateAsync(StudyLinkRow? row, string? proof, string? remoteAddress, CancellationToken cancellationToken)
    {
        var opening = row is null ? new StudyLinkOpening.Unknown() : StateOf(row, proof);
        if (ReasonOf(opening) is { } reason)
            await RefuseAsync(row, remoteAddress, reason, cancellationToken);
        return opening;
    }

    private StudyLinkOpening StateOf(StudyLinkRow row, string? proof)
    {
        var link = row.ToLink();
        var state = link.StateAt(clock.GetUtcNow());
        return state switch
        {
            StudyLinkState.Revoked => new StudyLinkOpening.Ended(WasRevoked: true),
            StudyLinkState.Expired => new StudyLinkOpening.Ended(WasRevoked: false),
            StudyLinkState.NotYet => new StudyLinkOpening.NotYet(link.NotBefore!.Value),
            // who opened it already goes on, whatever others do to the PIN or the number of openings
            _ when !link.NeedsConfirmation || proofs.IsOfOpening(row, proof) => new StudyLinkOpening.Open(link),
            StudyLinkState.Locked => new StudyLinkOpening.Locked(link.LockedUntil!.Value),
            StudyLinkState.UsedUp => new StudyLinkOpening.UsedUp(),
            _ when link.HasPin => new StudyLinkOpening.PinRequired(link, StudyLinkPolicy.PinAttempts - (row.LockedUntil is null ? (int)row.FailedPins : 0)),
            _ => new StudyLinkOpening.ConfirmationRequired(link),
        };
    }

    private ValueTask RefuseAsync(StudyLinkRow? row, string? remoteAddress, AuditForm reason, CancellationToken cancellationToken) =>
        audit.NoteAsync(AuditAction.LinkRefused, row is null ? "anonymous" : LinkAudit.ActorOf(row), remoteAddress, row, AuditOutcome.Refused, reason.With(), cancellationToken);

    private static AuditForm? ReasonOf(StudyLinkOpening opening) => opening switch
    {
        StudyLinkOpening.Unknown => AuditForms.LinkUnknown,
        StudyLinkOpening.Ended { WasRevoked: true } => AuditForms.LinkRevoked,
        StudyLinkOpening.Ended => AuditForms.LinkExpired,
        StudyLinkOpening.NotYet => AuditForms.LinkNotYet,
        StudyLinkOpening.UsedUp => AuditForms.LinkUsedUp,
        StudyLinkOpening.Locked => AuditForms.Locked,
        _ => null,
    };

    private static StudyLinkRow RowOf(NewStudyLink wish, DateTimeOffset now) => new()
    {
        Id = RandomText.Word(10), Studies = wish.StudyInstanceUids, CreatedBy = wish.CreatedBy, CreatedAt = now.ToUnixTimeMilliseconds(),
        ExpiresAt = wish.ExpiresAt.ToUnixTimeMilliseconds(), Note = wish.Note, PinHash = wish.Pin is null ? null : SlowHash.Of(wish.Pin), PinVersion = 1,
        Audience = wish.Audience.ToString(), Purpose = (wish.Purpose ?? StudyLinkPolicy.PurposeFor(wish.Audience)).ToString(), Basis = wish.Basis.ToString(),
        Permission = (wish.Permission ?? StudyLinkPolicy.PermissionFor(wish.Audience)).ToString(), PinKind = wish.PinKind.ToString(), Recipient = wish.Recipient,
        NotBefore = wish.NotBefore?.ToUnixTimeMilliseconds(), MaxOpenings = wish.MaxOpenings, Deidentified = wish.IsDeidentified ? 1 : 0, Dates = wish.Dates.ToString(),
    };

    private static string? NullWhenBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
