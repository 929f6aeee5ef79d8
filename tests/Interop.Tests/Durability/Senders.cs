using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway;
using ImagingGateway.DicomGateway.Outbound;
using ImagingGateway.TestKit;

namespace ImagingGateway.Interop.Tests.Durability;

/// <summary>Several senders at once, over C-STORE and STOW-RS, that remember what they were told. Each round is a study of its own.</summary>
internal sealed class Senders
{
    private const int Associations = 8;
    private const int Uploads = 2;
    private const int MostPerSender = 2000;

    private readonly List<SentInstance>[] _own = [.. Enumerable.Range(0, Associations + Uploads).Select(_ => new List<SentInstance>())];
    private string _round = string.Empty;
    private string _study = string.Empty;
    private string[] _series = [];
    private int _number;
    private int _refusals;

    /// <summary>By SOP Instance UID.</summary>
    public ConcurrentDictionary<string, SentInstance> Sent { get; } = new();

    /// <summary>Answers that are neither success nor "out of resources".</summary>
    public ConcurrentQueue<string> WrongAnswers { get; } = [];

    /// <summary>Connections that ended, or did not come about, because the other side was gone.</summary>
    public ConcurrentQueue<string> Losses { get; } = [];

    /// <summary>Instances refused as "out of resources" (A700), so far.</summary>
    public int Refusals => _refusals;

    public IEnumerable<SentInstance> Acknowledged => Sent.Values.Where(instance => instance.IsAcknowledged);

    /// <summary>Bytes of pixel data of an instance.</summary>
    public int PixelBytes { get; init; } = 30_000;

    /// <summary>Between two instances of a sender, as a modality takes time for the next; nothing: as fast as it is answered.</summary>
    public TimeSpan Pace { get; init; }

    /// <summary>Sends until the gateway is gone or the token says so.</summary>
    public (SentRound Round, Task Sending) Begin(GatewayProcess gateway, string round, CancellationToken until = default)
    {
        (_round, _study) = (round, Uid.New().Value);
        _series = [.. _own.Select(_ => Uid.New().Value)];
        var sending = Task.WhenAll(Enumerable.Range(0, _own.Length)
            .Select(sender => Task.Run(() => sender < Associations ? StoreAsync(gateway, sender, until) : UploadAsync(gateway, sender, until), CancellationToken.None)));
        return (new SentRound(round, _study, _series), sending);
    }

    private async Task StoreAsync(GatewayProcess gateway, int sender, CancellationToken until)
    {
        if (!DicomPeer.TryParse($"GATEWAY=127.0.0.1:{gateway.DicomPort}", out var peer))
            throw new InvalidOperationException("peer");
        var example = new MadeInstance().Announcement;
        PresentationContextProposal[] proposals = [new PresentationContextProposal(1, example.SopClass, [example.TransferSyntax])];
        var connection = await DicomScu.ConnectAsync(peer, AETitle.Parse($"SENDER{sender}"), proposals, default);
        if (connection is not ScuConnection.Established { Scu: var scu })
        {
            Losses.Enqueue($"{connection}");
            return;
        }

        await using (scu)
        {
            var context = scu.Contexts.Find(example.SopClass) ?? throw new InvalidOperationException("The gateway takes no CT.");
            for (var i = 0; i < MostPerSender && !scu.IsLost && !until.IsCancellationRequested; i++)
            {
                var instance = Next(sender);
                var dataSet = instance.Made.DataSet();
                switch (await scu.StoreAsync(context, new Uid(instance.Sop), new MemoryStream(dataSet), dataSet.Length, CancellationToken.None))
                {
                    case ScuOutcome.Answered { Status: var status } when status == DimseStatus.Success:
                        instance.IsAcknowledged = true;
                        break;
                    case ScuOutcome.Answered { Status: var status } when status == DimseStatus.OutOfResources:
                        Interlocked.Increment(ref _refusals);
                        break;
                    case ScuOutcome.Lost lost:
                        Losses.Enqueue(lost.Reason);
                        break;
                    case var other:
                        WrongAnswers.Enqueue($"C-STORE: {other}");
                        break;
                }

                await PauseAsync(until);
            }
        }
    }

    private async Task UploadAsync(GatewayProcess gateway, int sender, CancellationToken until)
    {
        using var client = new HttpClient();
        try
        {
            for (var i = 0; i < MostPerSender && !until.IsCancellationRequested; i++)
            {
                SentInstance[] instances = [Next(sender), Next(sender)];
                using var body = new MultipartContent("related", "cut");
                body.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/related; type=\"application/dicom\"; boundary=cut");
                foreach (var instance in instances)
                    body.Add(new ByteArrayContent(instance.Made.File()) { Headers = { ContentType = new MediaTypeHeaderValue("application/dicom") } });
                using var answer = await client.PostAsync(new Uri(gateway.Web, "studies"), body, CancellationToken.None);
                await TakeAsync(answer, instances);
                await PauseAsync(until);
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
            Losses.Enqueue(gone.Message);
        }
    }

    /// <summary>PS3.18 10.5.3: 200 when all are stored, 202 when some are, 503 here when all were refused as "out of resources".</summary>
    private async Task TakeAsync(HttpResponseMessage answer, SentInstance[] instances)
    {
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Accepted or HttpStatusCode.ServiceUnavailable))
        {
            WrongAnswers.Enqueue($"STOW-RS: {answer.StatusCode} {text}");
            return;
        }

        using var told = JsonDocument.Parse(text);
        var stored = Items(told.RootElement, "00081199").ToList();
        List<JsonElement> failures = [.. Items(told.RootElement, "00081198"), .. Items(told.RootElement, "0008119A")];
        Assert.True(instances.Length == stored.Count + failures.Count, $"{answer.StatusCode} {text}");
        foreach (var reference in stored)
            Sent[reference.GetProperty("00081155").GetProperty("Value")[0].GetString()!].IsAcknowledged = true;
        foreach (var reason in failures.Select(failure => failure.GetProperty("00081197").GetProperty("Value")[0].GetInt32()))
        {
            if (reason == 0xA700)
                Interlocked.Increment(ref _refusals);
            else
                WrongAnswers.Enqueue($"STOW-RS: failure reason {reason:X4}");
        }
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement dataSet, string tag) =>
        dataSet.TryGetProperty(tag, out var sequence) && sequence.TryGetProperty("Value", out var items) ? items.EnumerateArray() : default;

    // what is simulated, not what is waited for
    private async Task PauseAsync(CancellationToken until) => await Task.Delay(Pace, until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>A new instance; now and then one that was sent before, in this round or an earlier one, to see that nothing is there twice.</summary>
    private SentInstance Next(int sender)
    {
        var (number, own) = (Interlocked.Increment(ref _number), _own[sender]);
        if (number % 10 == 0 && own.Count > 0)
            return own[new Random(number).Next(own.Count)];
        var sent = new SentInstance(number, _study, _series[sender], _round, PixelBytes);
        Sent[sent.Sop] = sent;
        own.Add(sent);
        return sent;
    }
}
