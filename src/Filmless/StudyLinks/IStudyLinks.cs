using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>The study link use cases; pages, API and command line all call these. Every call is audited here.</summary>
public interface IStudyLinks
{
    /// <summary>Creates a link; the studies must exist.</summary>
    /// <exception cref="StudyLinkException">No such study, a bad PIN, an expiry that is past or too far…: one plain sentence.</exception>
    Task<CreatedStudyLink> CreateAsync(NewStudyLink wish, CancellationToken cancellationToken);

    /// <summary>
    /// Looks a token up, for the images and pages behind it; refusals are audited, what is then looked at by its endpoint.
    /// <paramref name="proof"/> is what <see cref="ConfirmAsync"/> gave out earlier.
    /// </summary>
    Task<StudyLinkOpening> ResolveAsync(string token, string? proof, string? remoteAddress, CancellationToken cancellationToken);

    /// <summary>
    /// As <see cref="ResolveAsync"/>, for the link's first page, and audited. A person's visit counts as an opening, unless the link is one
    /// that is confirmed: there the confirmation counted.
    /// </summary>
    Task<StudyLinkOpening> OpenAsync(string token, string? proof, LinkVisitor visitor, CancellationToken cancellationToken);

    /// <summary>A person opens a link that needs it, with its PIN, if any; answers with the proof to keep in a cookie. This is the opening that counts.</summary>
    Task<(StudyLinkOpening Opening, string? Proof)> ConfirmAsync(string token, string? pin, LinkVisitor visitor, CancellationToken cancellationToken);

    /// <summary>
    /// As <see cref="ConfirmAsync"/>, by the short code; answers also with a token for this session. A code that is not there and a link that
    /// has ended are told apart from a wrong PIN by nothing but the number of attempts left on a real one.
    /// </summary>
    Task<(StudyLinkOpening Opening, string? Token, string? Proof)> EnterCodeAsync(string code, string pin, LinkVisitor visitor, CancellationToken cancellationToken);

    /// <summary>Takes effect at once.</summary>
    /// <returns>False when there is no such link.</returns>
    Task<bool> RevokeAsync(string linkId, string actor, CancellationToken cancellationToken);

    /// <summary>Which of these links have ended (revoked or expired), for answers that are still being sent.</summary>
    Task<IReadOnlyList<string>> EndedAmongAsync(IReadOnlyCollection<string> linkIds, CancellationToken cancellationToken);

    /// <summary>How many living links wrong PINs have locked for now.</summary>
    Task<int> CountLockedAsync(CancellationToken cancellationToken);

    /// <summary>One link by its id; null when there is none.</summary>
    Task<StudyLink?> FindAsync(string linkId, CancellationToken cancellationToken);

    /// <summary>The link of a token, whatever its state, for those who gave it out; null when there is none.</summary>
    Task<StudyLink?> FindByTokenAsync(string token, CancellationToken cancellationToken);

    /// <summary>Links of a study, or the newest of all when null.</summary>
    Task<IReadOnlyList<StudyLink>> ListAsync(Uid? studyInstanceUid, CancellationToken cancellationToken);
}
