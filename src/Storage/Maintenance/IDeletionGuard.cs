using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Maintenance;

/// <summary>
/// A room that needs a study kept, such as evidence that pins it by a frozen manifest. Every registered guard is asked when a study is marked for
/// deletion and again just before it is purged; one that cannot answer throws, and the study stays.
/// </summary>
public interface IDeletionGuard
{
    /// <summary>Why the study must stay, as one plain sentence in Vietnamese and English; null when it may go.</summary>
    Task<string?> ReasonToKeepAsync(Uid studyInstanceUid, CancellationToken cancellationToken);
}
