using ImagingGateway.Demo;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Host;

/// <summary>The demo's own studies in the archive. An earlier start's are found again by their numbers and not sent a second time.</summary>
internal sealed record DemoArchive(Uid Ct, Uid XRay, Uid Ultrasound)
{
    /// <summary>As they were just made.</summary>
    public static DemoArchive Of(IReadOnlyList<DemoInstance> instances) => new(
        StudyOf(instances, Uids.CTImageStorage), StudyOf(instances, Uids.DigitalXRayImageStorageForPresentation), StudyOf(instances, Uids.UltrasoundMultiFrameImageStorage));

    /// <returns>Null when the demo never ran here to its end: the note that rejects an image of the CT is the last that it sends.</returns>
    public static async Task<DemoArchive?> FindAsync(IStudyList studies, CancellationToken cancellationToken) =>
        await OfAsync(studies, DemoStudies.ChestCTNumber, "KO", cancellationToken) is { } ct
        && await OfAsync(studies, DemoStudies.ChestXRayNumber, "DX", cancellationToken) is { } xray
        && await OfAsync(studies, DemoStudies.UltrasoundNumber, "US", cancellationToken) is { } ultrasound
            ? new DemoArchive(ct, xray, ultrasound) : null;

    private static async Task<Uid?> OfAsync(IStudyList studies, string number, string modality, CancellationToken cancellationToken) =>
        (await studies.SearchAsync(new StudyListQuery { Text = number, Modality = modality, Limit = 1 }, cancellationToken)) is [var newest, ..] ? newest.StudyInstanceUid : null;

    private static Uid StudyOf(IReadOnlyList<DemoInstance> instances, Uid sopClass) => instances.First(instance => instance.SopClassUid == sopClass).DataSet.GetUid(Tags.StudyInstanceUID);
}
