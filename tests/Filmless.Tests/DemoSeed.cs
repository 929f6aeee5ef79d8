using System.Buffers;
using System.IO.Pipelines;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;

namespace ImagingGateway.Filmless.Tests;

/// <summary>Puts invented studies through the real door.</summary>
internal static class DemoSeed
{
    /// <summary>A small CT: 5 slices of 64 × 64.</summary>
    public static Task<Uid> CtAsync(IInstanceIngest ingest, Action<DataSet>? change = null) =>
        StoreAsync(ingest, [.. DemoStudies.ChestCT(new DateTime(2026, 11, 20, 8, 30, 0), slices: 5, size: 64)], change);

    /// <summary>An ultrasound loop of 3 frames, another patient.</summary>
    public static Task<Uid> UltrasoundAsync(IInstanceIngest ingest, Action<DataSet>? change = null) =>
        StoreAsync(ingest, [.. DemoStudies.Ultrasound(new DateTime(2026, 11, 21, 14, 0, 0), frames: 3)], change);

    /// <returns>The study they belong to, visible.</returns>
    public static async Task<Uid> StoreAsync(IInstanceIngest ingest, IReadOnlyList<DemoInstance> instances, Action<DataSet>? change = null)
    {
        foreach (var instance in instances)
        {
            change?.Invoke(instance.DataSet);
            var bytes = new ArrayBufferWriter<byte>();
            DataSetWriter.Write(bytes, instance.DataSet, instance.TransferSyntax);
            var incoming = new IncomingInstance.AnnouncedDataSet(
                instance.SopClassUid, instance.SopInstanceUid, instance.TransferSyntax.Uid,
                new InstanceSource(IngestOrigin.Dimse, AETitle.Parse("DEMO_CT"), AETitle.Parse("GATEWAY"), "127.0.0.1", null));
            var outcome = await ingest.IngestAsync(incoming, PipeReader.Create(new ReadOnlySequence<byte>(bytes.WrittenMemory)), CancellationToken.None);
            Assert.IsType<IngestOutcome.Stored>(outcome);
        }

        await ingest.WhenPublishedAsync(CancellationToken.None);
        return instances[0].DataSet.GetUid(Tags.StudyInstanceUID);
    }
}
