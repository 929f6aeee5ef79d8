using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>The study link use cases; pages, API and command line all call these. Every call is audited here.</summary>
public interface IStudyLinks
{
    /// <summary>Creates a link; the studies must exist.</summary>
    /// <exception cref="ArgumentException">No such study, a bad PIN or an expiry that is past or too far: one plain sentence.</exception>
    Task<CreatedStudyLink> CreateAsync(NewStudyLink wish, CancellationToken cancellationToken);

    /// <summary>Looks a token up. <paramref name="pinProof"/> is what <see cref="EnterPinAsync"/> gave out earlier.</summary>
    Task<StudyLinkOpening> ResolveAsync(string token, string? pinProof, CancellationToken cancellationToken);

    /// <summary>Checks a PIN; with the right one, the proof to keep in a cookie.</summary>
    Task<(StudyLinkOpening Opening, string? PinProof)> EnterPinAsync(string token, string pin, string? remoteAddress, CancellationToken cancellationToken);

    /// <summary>Takes effect at once.</summary>
    /// <returns>False when there is no such link.</returns>
    Task<bool> RevokeAsync(string linkId, string actor, CancellationToken cancellationToken);

    /// <summary>Links of a study, or the newest of all when null.</summary>
    Task<IReadOnlyList<StudyLink>> ListAsync(Uid? studyInstanceUid, CancellationToken cancellationToken);
}
