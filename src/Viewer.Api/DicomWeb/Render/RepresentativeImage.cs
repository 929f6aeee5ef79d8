using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Viewer.Api.DicomWeb.Render;

/// <summary>Which image stands for a study or series: the middle one of the first series that has images.</summary>
internal static class RepresentativeImage
{
    /// <returns>Null when there is no image in the scope; <c>Any</c> tells whether there is anything at all.</returns>
    public static async Task<(StoredInstance? Image, bool Any)> FindAsync(IInstanceRetrieve retrieve, RetrieveScope scope, CancellationToken cancellationToken)
    {
        var images = new List<StoredInstance>();
        var any = false;
        await foreach (var stored in retrieve.LocateAsync(scope, cancellationToken))
        {
            any = true;
            Uid? series = images.Count > 0 ? images[0].SeriesInstanceUid : null;
            if (series is not null && stored.SeriesInstanceUid != series)
                break;
            if (stored.NumberOfFrames > 0)
                images.Add(stored);
        }

        return (images.Count == 0 ? null : images[images.Count / 2], any);
    }
}
