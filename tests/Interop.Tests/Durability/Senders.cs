using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway;
using ImagingGateway.DicomGateway.Outbound;
using ImagingGateway.TestKit;

namespace ImagingGateway.Interop.Tests.Durability;

/// <summary>Several senders at once, over C-STORE and STOW-RS, that remember what they were told. Each ends when its peer is gone.</summary>
internal sealed class Senders(Uid study)
{
    private const int Associations = 4;
    private const int Uploads = 2;
    private const int MostPerSender = 2000;

    private readonly string[] _series = [.. Enumerable.Range(0, Associations + Uploads).Select(_ => Uid.New().Value)];
    private int _number;

    /// <summary>By SOP Instance UID.</summary>
    public ConcurrentDictionary<string, SentInstance> Sent { get; } = new();

    public IEnumerable<SentInstance> Acknowledged => Sent.Values.Where(instance => instance.IsAcknowledged);

    public Task SendAsync(GatewayProcess gateway, string round) => Task.WhenAll(
        Enumerable.Range(0, Associations).Select(sender => Task.Run(() => StoreAsync(gateway, round, sender)))
            .Concat(Enumerable.Range(Associations, Uploads).Select(sender => Task.Run(() => UploadAsync(gateway, round, sender)))));

    private async Task StoreAsync(GatewayProcess gateway, string round, int sender)
    {
        if (!DicomPeer.TryParse($"GATEWAY=127.0.0.1:{gateway.DicomPort}", out var peer))
            throw new InvalidOperationException("peer");
        var example = new MadeInstance().Announcement;
        PresentationContextProposal[] proposals = [new PresentationContextProposal(1, example.SopClass, [example.TransferSyntax])];
        if (await DicomScu.ConnectAsync(peer, AETitle.Parse($"SENDER{sender}"), proposals, default) is not ScuConnection.Established { Scu: var scu })
            return;
        await using (scu)
        {
            var context = scu.Contexts.Find(example.SopClass) ?? throw new InvalidOperationException("The gateway takes no CT.");
            for (var i = 0; i < MostPerSender && !scu.IsLost; i++)
            {
                var instance = Next(round, sender);
                var dataSet = instance.Made.DataSet();
                var outcome = await scu.StoreAsync(context, instance.Made.Announcement.Sop, new MemoryStream(dataSet), dataSet.Length);
                if (outcome is ScuOutcome.Answered { Status: var status } && status == DimseStatus.Success)
                    instance.IsAcknowledged = true;
            }
        }
    }

    private async Task UploadAsync(GatewayProcess gateway, string round, int sender)
    {
        using var client = new HttpClient();
        try
        {
            for (var i = 0; i < MostPerSender; i++)
            {
                SentInstance[] instances = [Next(round, sender), Next(round, sender)];
                using var body = new MultipartContent("related", "cut");
                body.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/related; type=\"application/dicom\"; boundary=cut");
                foreach (var instance in instances)
                    body.Add(new ByteArrayContent(instance.Made.File()) { Headers = { ContentType = new MediaTypeHeaderValue("application/dicom") } });
                using var answer = await client.PostAsync(new Uri(gateway.Web, "studies"), body);
                if (answer.StatusCode != HttpStatusCode.OK)
                    throw new InvalidOperationException($"STOW-RS answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
                foreach (var instance in instances)
                    instance.IsAcknowledged = true;
            }
        }
        catch (HttpRequestException)
        {
            // the gateway is gone
        }
        catch (IOException)
        {
            // so it is
        }
    }

    /// <summary>A new instance; now and then one that was sent before, to see that nothing is there twice.</summary>
    private SentInstance Next(string round, int sender)
    {
        var number = Interlocked.Increment(ref _number);
        if (number % 10 == 0 && Sent.Values.FirstOrDefault(instance => instance.Made.Series == _series[sender]) is { } again)
            return again;
        var made = new MadeInstance { Study = study.Value, Series = _series[sender], InstanceNumber = number, PixelData = RandomNumberGenerator.GetBytes(30_000), Frames = 1 };
        var sent = new SentInstance(made, round);
        Sent[made.Sop!] = sent;
        return sent;
    }
}
