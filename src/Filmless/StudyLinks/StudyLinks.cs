using System.Security.Cryptography;
using System.Text;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>The use cases over <see cref="StudyLinkStore"/>.</summary>
internal sealed class StudyLinks(StudyLinkStore store, IStudyList studies, IAuditTrail audit, SigningKey key, TimeProvider clock) : IStudyLinks
{
    /// <summary>144 bits.</summary>
    private const int TokenBytes = 18;

    private const int NewestShown = 500;

    public async Task<CreatedStudyLink> CreateAsync(NewStudyLink wish, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        wish = wish with { StudyInstanceUids = [.. wish.StudyInstanceUids.Distinct()], Pin = NullWhenBlank(wish.Pin), Note = NullWhenBlank(wish.Note) };
        if (StudyLinkPolicy.FaultOf(wish, now) is { } fault)
            throw new StudyLinkException(fault);
        foreach (var study in wish.StudyInstanceUids)
        {
            if (await studies.FindAsync(study, cancellationToken) is null)
                throw new StudyLinkException(StudyLinkFault.NoSuchStudy);
        }

        var token = RandomText.Token(TokenBytes);
        var row = new StudyLinkRow
        {
            Id = RandomText.Word(10), Studies = wish.StudyInstanceUids, CreatedBy = wish.CreatedBy, CreatedAt = now.ToUnixTimeMilliseconds(),
            ExpiresAt = wish.ExpiresAt.ToUnixTimeMilliseconds(), Note = wish.Note, PinHash = wish.Pin is null ? null : SlowHash.Of(wish.Pin),
        };
        await store.AddAsync(row, HashOf(token), cancellationToken);
        await NoteAsync(AuditAction.LinkCreated, wish.CreatedBy, null, row, AuditOutcome.Success, $"expires {wish.ExpiresAt.UtcDateTime:O}", cancellationToken);
        return new CreatedStudyLink(row.ToLink(), token);
    }

    public async Task<StudyLinkOpening> ResolveAsync(string token, string? pinProof, string? remoteAddress, CancellationToken cancellationToken) =>
        (await LookAsync(token, pinProof, remoteAddress, cancellationToken)).Opening;

    public async Task<StudyLinkOpening> OpenAsync(string token, string? pinProof, LinkVisitor visitor, CancellationToken cancellationToken)
    {
        var (opening, row) = await LookAsync(token, pinProof, visitor.RemoteAddress, cancellationToken);
        if (opening is not StudyLinkOpening.Open || row is null)
            return opening;
        if (!visitor.IsPreview)
            await store.CountOpeningAsync(row.Id, cancellationToken);
        await NoteAsync(AuditAction.LinkOpened, ActorOf(row), visitor.RemoteAddress, row, AuditOutcome.Success, visitor.IsPreview ? "preview" : null, cancellationToken);
        return opening;
    }

    public async Task<(StudyLinkOpening Opening, string? PinProof)> EnterPinAsync(string token, string pin, string? remoteAddress, CancellationToken cancellationToken)
    {
        var (opening, row) = await LookAsync(token, null, remoteAddress, cancellationToken);
        if (opening is not StudyLinkOpening.PinRequired || row is null)
            return (opening, null);
        var now = clock.GetUtcNow();
        var until = now + StudyLinkPolicy.PinLock;
        var used = await store.TakePinAttemptAsync(row.Id, StudyLinkPolicy.PinAttempts, now.ToUnixTimeMilliseconds(), until.ToUnixTimeMilliseconds(), cancellationToken);
        if (used is { } && SlowHash.Verify(pin, row.PinHash))
        {
            await store.PinWasRightAsync(row.Id, cancellationToken);
            return (new StudyLinkOpening.Open(row.ToLink()), key.Sign(ProofOf(row)));
        }

        var left = StudyLinkPolicy.PinAttempts - (int)(used ?? StudyLinkPolicy.PinAttempts);
        await NoteAsync(AuditAction.LinkRefused, ActorOf(row), remoteAddress, row, AuditOutcome.Refused, left > 0 ? "wrong PIN" : "wrong PIN, locked", cancellationToken);
        return (left > 0 ? new StudyLinkOpening.PinRequired(row.ToLink(), left) : new StudyLinkOpening.Locked(until), null);
    }

    public async Task<bool> RevokeAsync(string linkId, string actor, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(linkId, cancellationToken) is not { } row)
            return false;
        if (await store.RevokeAsync(linkId, clock.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken) > 0)
            await NoteAsync(AuditAction.LinkRevoked, actor, null, row, AuditOutcome.Success, null, cancellationToken);
        return true;
    }

    public async Task<StudyLink?> FindAsync(string linkId, CancellationToken cancellationToken) =>
        (await store.FindAsync(linkId, cancellationToken))?.ToLink();

    public async Task<IReadOnlyList<StudyLink>> ListAsync(Uid? studyInstanceUid, CancellationToken cancellationToken)
    {
        var rows = studyInstanceUid is { } study
            ? await store.OfStudyAsync(study, cancellationToken)
            : await store.NewestAsync(NewestShown, cancellationToken);
        return [.. rows.Select(row => row.ToLink())];
    }

    private async Task<(StudyLinkOpening Opening, StudyLinkRow? Row)> LookAsync(string token, string? pinProof, string? remoteAddress, CancellationToken cancellationToken)
    {
        var row = await store.FindByTokenAsync(HashOf(token), cancellationToken);
        var opening = row is null ? new StudyLinkOpening.Unknown() : StateOf(row, pinProof);
        if (ReasonOf(opening) is { } reason)
            await NoteAsync(AuditAction.LinkRefused, row is null ? "anonymous" : ActorOf(row), remoteAddress, row, AuditOutcome.Refused, reason, cancellationToken);
        return (opening, row);
    }

    private StudyLinkOpening StateOf(StudyLinkRow row, string? pinProof)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (row.RevokedAt is not null || row.ExpiresAt <= now)
            return new StudyLinkOpening.Ended(row.RevokedAt is not null);
        if (row.PinHash is null || key.IsSignatureOf(ProofOf(row), pinProof))
            return new StudyLinkOpening.Open(row.ToLink());
        if (row.LockedUntil > now)
            return new StudyLinkOpening.Locked(StudyLinkRow.Time(row.LockedUntil.Value));
        var used = row.LockedUntil is null ? (int)row.FailedPins : 0;
        return new StudyLinkOpening.PinRequired(row.ToLink(), StudyLinkPolicy.PinAttempts - used);
    }

    private static string? ReasonOf(StudyLinkOpening opening) => opening switch
    {
        StudyLinkOpening.Unknown => "unknown",
        StudyLinkOpening.Ended { WasRevoked: true } => "revoked",
        StudyLinkOpening.Ended => "expired",
        StudyLinkOpening.Locked => "locked",
        _ => null,
    };

    private async Task NoteAsync(
        AuditAction action, string actor, string? remoteAddress, StudyLinkRow? row, AuditOutcome outcome, string? detail, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (row is null)
        {
            await audit.AppendAsync(new AuditEvent(now, action, actor, remoteAddress, null, null, outcome, detail), cancellationToken);
            return;
        }

        foreach (var study in row.Studies)
            await audit.AppendAsync(new AuditEvent(now, action, actor, remoteAddress, study, row.Id, outcome, detail), cancellationToken);
    }

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static string ProofOf(StudyLinkRow row) => FormattableString.Invariant($"study-link-pin\n{row.Id}\n{row.PinVersion}");

    private static string ActorOf(StudyLinkRow row) => $"link:{row.Id}";

    private static string? NullWhenBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
