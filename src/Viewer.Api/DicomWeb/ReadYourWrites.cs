using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;

namespace ImagingGateway.Viewer.Api.DicomWeb;

/// <summary>A client that sends by STOW-RS and then asks sees what it sent, also where the images still wait for their pack (decision 0098).</summary>
internal static class ReadYourWrites
{
    /// <summary>Waits, briefly, for what the path names; not for an instance that is visible.</summary>
    public static async Task AwaitSentAsync(this DicomWebRequest request)
    {
        if (request.Path.Study is not { } study || !request.Get<UnpublishedStudies>().Contains(study))
            return;
        if (request.Path is { Series: { } series, Instance: { } instance } && await request.Get<InstanceLookup>().FindAsync(study, series, instance, request.Aborted) is not null)
            return;
        await request.AwaitSentAsync(study);
    }

    /// <summary>Waits, briefly, for a study that a search names; a study outside the grant does not exist.</summary>
    public static Task AwaitSentAsync(this DicomWebRequest request, Uid study) =>
        request.Grant.Covers(study) ? request.Get<UnpublishedStudies>().WhenPublishedAsync(study, request.Aborted) : Task.CompletedTask;
}
