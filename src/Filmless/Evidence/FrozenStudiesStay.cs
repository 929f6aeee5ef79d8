using System.Globalization;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Maintenance;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>A study that a manifest pins is not deleted: the images are what the manifest proves.</summary>
internal sealed class FrozenStudiesStay(ManifestStore store) : IDeletionGuard
{
    public async Task<string?> ReasonToKeepAsync(Uid studyInstanceUid, CancellationToken cancellationToken) =>
        await store.OfStudyAsync(studyInstanceUid, cancellationToken) is [.., var last]
            ? string.Create(CultureInfo.InvariantCulture, $"Ca chụp đã được chốt làm bằng chứng ngày {last.At:dd/MM/yyyy} ({last.Reason}) nên được giữ lại. / The study was frozen as evidence on {last.At:dd/MM/yyyy} ({last.Reason}) and is kept.")
            : null;
}
