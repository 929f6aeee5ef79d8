using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>The study link use cases; pages, API and command line all call these. Every call is audited here.</summary>
public interface IStudyLinks
{
    /// <summary>Creates a link; the studies must exist.</summary>
    /// <exception cref="ArgumentException">No such study, a bad PIN or an expiry that is past or too far: one plain sentence.</exception>
    Task<CreatedStudyLink> CreateAsync(NewStudyLink wish, CancellationToken cancellationToken);

    /// <summary>
    /// Looks a token up, for the images and pages behind it; refusals are audited, what is then looked at by its endpoint.
    /// <paramref name="pinProof"/> is what <see cref="EnterPinAsync"/> gave out earlier.
    /// </summary>
    Task<StudyLinkOpening> ResolveAsync(string token, string? pinProof, string? remoteAddress, CancellationToken cancellationToken);

    /// <summary>As <see cref="ResolveAsync"/>, for the link's first page: a person's opening is counted and audited, a preview robot's only audited.</summary>
    Task<StudyLinkOpening> OpenAsync(string token, string? pinProof, LinkVisitor visitor, CancellationToken cancellationToken);

    /// <summary>Checks a PIN; with the right one, the proof to keep in a cookie.</summary>
    Task<(StudyLinkOpening Opening, string? PinProof)> EnterPinAsync(string token, string pin, string? remoteAddress, CancellationToken cancellationToken);

    /// <summary>Takes effect at once.</summary>
    /// <returns>False when there is no such link.</returns>
    Task<bool> RevokeAsync(string linkId, string actor, CancellationToken cancellationToken);

    /// <summary>One link by its id; null when there is none.</summary>
    Task<StudyLink?> FindAsync(string linkId, CancellationToken cancellationToken);

    /// <summary>Links of a study, or the newest of all when null.</summary>
    Task<IReadOnlyList<StudyLink>> ListAsync(Uid? studyInstanceUid, CancellationToken cancellationToken);
}
