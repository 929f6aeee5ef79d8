using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Evidence.Signing;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>Signed manifests of studies, the states that were pinned, and what changed since. Freezing is audited here.</summary>
public interface IStudyManifests
{
    /// <summary>The study as it is now, signed; nothing is kept.</summary>
    /// <returns>Null when there is no such study.</returns>
    Task<JsonWebSignature?> MakeAsync(Uid study, CancellationToken cancellationToken);

    /// <summary>Pins the study as it is now. Frozen states are kept for good, and so are the images they name.</summary>
    /// <param name="study">Which study.</param>
    /// <param name="reason">Why: a sentence or the claim's key, at most 200 letters are kept.</param>
    /// <param name="actor">Who, for the record.</param>
    /// <param name="cancellationToken">Before it is kept.</param>
    /// <returns>Null when there is no such study.</returns>
    Task<FrozenManifest?> FreezeAsync(Uid study, string reason, string actor, CancellationToken cancellationToken);

    /// <summary>Every frozen state, the first first.</summary>
    Task<IReadOnlyList<FrozenManifest>> FrozenAsync(Uid study, CancellationToken cancellationToken);

    Task<FrozenManifest?> FindAsync(Uid study, int number, CancellationToken cancellationToken);

    /// <summary>How the study differs now from a frozen state.</summary>
    Task<StudyChange> ChangeSinceAsync(FrozenManifest frozen, CancellationToken cancellationToken);

    /// <summary>The study's versions, the first first; empty when there is no such study.</summary>
    Task<IReadOnlyList<StudyVersion>> VersionsAsync(Uid study, CancellationToken cancellationToken);
}
