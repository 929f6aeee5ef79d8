using System.Buffers;
using System.Net;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway;
using ImagingGateway.DicomGateway.Hosting;
using ImagingGateway.DicomGateway.Outbound;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Host;

/// <summary>
/// <c>--demo</c>: plays the modality. Sends invented studies to the gateway's own DIMSE port and gives out links to the CT. What is in the archive already
/// from an earlier start is left as it is; only the links are new, since nobody can tell the old ones' addresses.
/// </summary>
public static class DemoRun
{
    private static readonly AETitle Modality = AETitle.Parse("DEMO_CT");

    public static async Task PrintAsync(WebApplication gateway, CancellationToken cancellationToken)
    {
        var start = DemoStart.In(Path.Combine(gateway.Services.GetRequiredService<GatewaySettings>().Storage.Data, "demo"), DateTimeOffset.UtcNow);
        var claims = await DemoReviewer.MakeClaimsAsync(gateway, start, cancellationToken);
        await SendAsync(gateway, [.. claims.SelectMany(claim => claim.Study)], cancellationToken);
        var archive = await DemoArchive.FindAsync(gateway.Services.GetRequiredService<IStudyList>(), cancellationToken) ?? await FillAsync(gateway, start, cancellationToken);
        var wish = new NewStudyLink([archive.Ct], DateTimeOffset.UtcNow.AddDays(30), Pin: null, "demo", "demo") { Basis = LinkBasis.PatientRequest, Permission = LinkPermission.ViewFull };
        var created = await gateway.Services.GetRequiredService<IStudyLinks>().CreateAsync(wish, cancellationToken);
        Greeting.PrintLink(created, Greeting.WebAddress(gateway));
        await DemoLinks.PrintAsync(gateway.Services.GetRequiredService<IStudyLinks>(), archive.Ct, Greeting.WebAddress(gateway), cancellationToken);
        await DemoReviewer.PrintAsync(gateway, claims, cancellationToken);
        await DemoEvidence.PrintAsync(gateway, archive.Ct, archive.Ultrasound, cancellationToken);
    }

    /// <summary>The studies with their reports; the CT is frozen, then changes. What an interrupted start did already is not done again.</summary>
    private static async Task<DemoArchive> FillAsync(WebApplication gateway, DemoStart start, CancellationToken cancellationToken)
    {
        var manifests = gateway.Services.GetRequiredService<IStudyManifests>();
        var instances = Progress("Making demo studies", DemoStudies.Count, DemoStudies.All(start.HospitalTime, new DemoUids(start.Seed, "studies").Next)).ToList();
        await SendAsync(gateway, instances, cancellationToken);
        var archive = DemoArchive.Of(instances);
        await DemoReports.ReceiveAsync(gateway.Services, archive.Ct, archive.XRay, archive.Ultrasound, start.HospitalTime, cancellationToken);
        if ((await manifests.FrozenAsync(archive.Ct, cancellationToken)).Count == 0)
            await manifests.FreezeAsync(archive.Ct, "LK2611000001", "demo", cancellationToken);
        var filed = instances.Where(instance => instance.SopClassUid == Uids.CTImageStorage).ToList();
        await SendAsync(gateway, [.. DemoLateImages.For(filed, start.HospitalTime, new DemoUids(start.Seed, "late images").Next)], cancellationToken);
        return archive;
    }

    /// <summary>Completes when everything that was sent is visible.</summary>
    private static async Task SendAsync(WebApplication gateway, List<DemoInstance> instances, CancellationToken cancellationToken)
    {
        if (instances.Count == 0)
            return;
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

        await gateway.Services.GetRequiredService<IInstanceIngest>().WhenPublishedAsync(cancellationToken);
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
