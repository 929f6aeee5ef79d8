using System.Buffers;
using System.Net;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway;
using ImagingGateway.DicomGateway.Hosting;
using ImagingGateway.DicomGateway.Outbound;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage.Ingest;

namespace ImagingGateway.Host;

/// <summary><c>--demo</c>: plays the modality. Sends invented studies to the gateway's own DIMSE port and gives out a link to the CT.</summary>
internal static class DemoRun
{
    private static readonly AETitle Modality = AETitle.Parse("DEMO_CT");

    public static async Task PrintAsync(WebApplication gateway, CancellationToken cancellationToken)
    {
        var hospitalTime = DateTime.UtcNow.AddHours(7); // modalities write local time; Viet Nam has one zone
        var instances = Progress("Making demo studies", DemoStudies.Count, DemoStudies.All(hospitalTime)).ToList();
        var claims = await DemoReviewer.MakeClaimsAsync(gateway, DateOnly.FromDateTime(hospitalTime), cancellationToken);
        await SendAsync(gateway, [.. instances, .. claims.SelectMany(claim => claim.Study)], cancellationToken);
        await gateway.Services.GetRequiredService<IInstanceIngest>().WhenPublishedAsync(cancellationToken);
        var ct = StudyOf(instances, Uids.CTImageStorage);
        var ultrasound = StudyOf(instances, Uids.UltrasoundMultiFrameImageStorage);
        await DemoReports.ReceiveAsync(gateway.Services, ct, StudyOf(instances, Uids.DigitalXRayImageStorageForPresentation), ultrasound, hospitalTime, cancellationToken);
        await gateway.Services.GetRequiredService<IStudyManifests>().FreezeAsync(ct, "LK2611000001", "demo", cancellationToken);
        await SendAsync(gateway, [.. DemoLateImages.For([.. instances.Where(instance => instance.SopClassUid == Uids.CTImageStorage)], hospitalTime)], cancellationToken);
        await gateway.Services.GetRequiredService<IInstanceIngest>().WhenPublishedAsync(cancellationToken);
        var wish = new NewStudyLink([ct], DateTimeOffset.UtcNow.AddDays(30), Pin: null, "demo", "demo") { Basis = LinkBasis.PatientRequest, Permission = LinkPermission.ViewFull };
        var created = await gateway.Services.GetRequiredService<IStudyLinks>().CreateAsync(wish, cancellationToken);
        Greeting.PrintLink(created, Greeting.WebAddress(gateway));
        await DemoLinks.PrintAsync(gateway.Services.GetRequiredService<IStudyLinks>(), ct, Greeting.WebAddress(gateway), cancellationToken);
        await DemoReviewer.PrintAsync(gateway, claims, cancellationToken);
        await DemoEvidence.PrintAsync(gateway, ct, ultrasound, cancellationToken);
    }

    private static Uid StudyOf(List<DemoInstance> instances, Uid sopClass) => instances.First(instance => instance.SopClassUid == sopClass).DataSet.GetUid(Tags.StudyInstanceUID);

    private static async Task SendAsync(WebApplication gateway, List<DemoInstance> instances, CancellationToken cancellationToken)
    {
        var listening = gateway.Services.GetRequiredService<DicomEndpoint>().Address ?? throw new InvalidOperationException("The DICOM port does not listen.");
        var host = listening.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : listening.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : listening.Address;
        var own = gateway.Services.GetRequiredService<GatewaySettings>().Dicom.AETitle;
        var peer = new DicomPeer { AETitle = own, Host = host.ToString(), Port = listening.Port };
        var proposals = instances.Select(instance => (instance.SopClassUid, instance.TransferSyntax.Uid)).Distinct()
            .Select((pair, index) => new PresentationContextProposal((byte)((index * 2) + 1), pair.SopClassUid, [pair.Uid])).ToList();
        var connection = await DicomScu.ConnectAsync(peer, Modality, proposals, cancellationToken);
        if (connection is not ScuConnection.Established { Scu: var scu })
            throw new IOException($"The demo studies could not be sent: {connection}. If Dicom:AllowedCallers is set, add {Modality} to it.");
        await using var association = scu;
        var bytes = new ArrayBufferWriter<byte>(1 << 20);
        foreach (var instance in Progress("Sending them by C-STORE", instances.Count, instances))
        {
            bytes.ResetWrittenCount();
            DataSetWriter.Write(bytes, instance.DataSet, instance.TransferSyntax);
            using var dataSet = new MemoryStream(bytes.WrittenMemory.ToArray(), writable: false);
            var context = scu.Contexts.Find(instance.SopClassUid, instance.TransferSyntax.Uid) ?? throw new IOException("The gateway did not accept the demo's SOP class.");
            var outcome = await scu.StoreAsync(context, instance.SopInstanceUid, dataSet, dataSet.Length, cancellationToken);
            if (outcome is not ScuOutcome.Answered { Status: var status } || status != DimseStatus.Success)
                throw new IOException($"A demo image was not stored: {outcome}.");
        }
    }

    /// <summary>A counter that runs in place on a terminal, and one line elsewhere.</summary>
    private static IEnumerable<T> Progress<T>(string what, int total, IEnumerable<T> items)
    {
        var done = 0;
        foreach (var item in items)
        {
            yield return item;
            done++;
            if (!Console.IsOutputRedirected)
                Console.Write($"\r  {what} ... {done}/{total}");
        }

        Console.WriteLine(Console.IsOutputRedirected ? $"  {what} ... {done}/{total}" : string.Empty);
    }
}
