using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Maintenance;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>A study with a frozen manifest is evidence: whoever holds the manifest may ask for the images it lists.</summary>
internal sealed class ManifestDeletionGuard(ManifestStore store) : IDeletionGuard
{
    public async Task<string?> ReasonToKeepAsync(Uid studyInstanceUid, CancellationToken cancellationToken) =>
        await store.OfStudyAsync(studyInstanceUid, cancellationToken) is { Count: > 0 } frozen
            ? $"The study is evidence of {frozen.Count} frozen manifest(s) and must be kept. / Ca chụp là chứng cứ của {frozen.Count} bản kê đã chốt nên phải được giữ."
            : null;
}
