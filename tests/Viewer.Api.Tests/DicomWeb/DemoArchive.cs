using ImagingGateway.Demo;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb;

/// <summary>A server that holds a small CT (5 slices), a chest X-ray of the same patient, and an ultrasound loop (4 frames) of another.</summary>
public sealed class DemoArchive : IAsyncLifetime
{
    internal DicomWebServer Server { get; private set; } = null!;

    internal Stored[] Ct { get; private set; } = [];

    internal Stored XRay { get; private set; } = null!;

    internal Stored Loop { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await DicomWebServer.StartAsync();
        var at = new DateTime(2026, 11, 20, 9, 30, 0);
        Ct = await StoreAsync(DemoStudies.ChestCT(at, slices: 5, size: 64));
        XRay = (await StoreAsync(DemoStudies.ChestXRay(at.AddDays(-40))))[0];
        Loop = (await StoreAsync(DemoStudies.Ultrasound(at, frames: 4)))[0];
        await Server.WhenPublishedAsync();
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();

    private async Task<Stored[]> StoreAsync(IEnumerable<DemoInstance> instances)
    {
        var stored = new List<Stored>();
        foreach (var instance in instances)
        {
            var file = DicomWebServer.FileOf(instance);
            Assert.Equal(200, (await Server.StoreAsync(file)).Status);
            stored.Add(new Stored(
                instance.DataSet.GetUid(Tags.StudyInstanceUID), instance.DataSet.GetUid(Tags.SeriesInstanceUID), instance.SopInstanceUid,
                file, instance.DataSet[Tags.PixelData]!.Bytes.ToArray(), instance.DataSet.GetString(Tags.PatientID)!));
        }

        return [.. stored];
    }

    /// <summary>An instance that was stored, with its file and the bytes of its pixel data.</summary>
    internal sealed record Stored(Uid Study, Uid Series, Uid Instance, byte[] File, byte[] Pixels, string PatientId)
    {
        public string StudyPath => $"studies/{Study}";

        public string SeriesPath => $"{StudyPath}/series/{Series}";

        public string Path => $"{SeriesPath}/instances/{Instance}";
    }
}
