using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Interop.Tests.Durability;

/// <summary>Acknowledged means durable: the real process is killed between two hops of an instance's way, and at moments from a seed.</summary>
public abstract class KillContract : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("gateway-kill-").FullName;
    private readonly Uid _study = Uid.New();

    /// <summary>Points at which the process ends, one run each.</summary>
    protected abstract IReadOnlyList<string> Faults { get; }

    /// <summary>Runs that are killed from outside.</summary>
    protected abstract int Kills { get; }

    /// <summary>Settings as environment variables.</summary>
    protected Dictionary<string, string> Settings { get; } = [];

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Directory.Delete(_data, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Whatever_was_acknowledged_is_there_whole_and_once_after_any_kill()
    {
        var senders = new Senders(_study);
        foreach (var fault in Faults)
            await RunAsync(senders, fault, killAfter: null);
        var random = new Random(20260102);
        for (var i = 0; i < Kills; i++)
            await RunAsync(senders, null, TimeSpan.FromMilliseconds(random.Next(50, 700)));

        using var gateway = new GatewayProcess(_data, null, Settings);
        Assert.True(await gateway.ListensAsync(), gateway.Output);
        using var client = new HttpClient();
        await AllAreListedAsync(client, gateway, senders);
        Assert.True(senders.Acknowledged.Select(instance => instance.Round).Distinct().Count() > Faults.Count / 2, "Hardly anything was acknowledged before the kills: they prove nothing.");
        var visible = await ListAsync(client, gateway);
        Assert.Equal(visible.Count, visible.Distinct().Count());
        foreach (var uid in visible)
            await IsWholeAsync(client, gateway, senders.Sent[uid]);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Combine(_data, "spool"), "*", SearchOption.AllDirectories),
            path => path.Contains("/receiving/", StringComparison.Ordinal) || path.Contains("/damaged/", StringComparison.Ordinal));
    }

    /// <summary>Starts, lets everybody send, and waits for the end.</summary>
    private async Task RunAsync(Senders senders, string? fault, TimeSpan? killAfter)
    {
        using var gateway = new GatewayProcess(_data, fault, Settings);
        if (!await gateway.ListensAsync())
            return; // the fault was reached while the spool of the run before was published
        var sending = senders.SendAsync(gateway, fault ?? "kill");
        if (killAfter is { } delay)
        {
            await Task.WhenAny(Task.Delay(delay), sending);
            gateway.Kill();
        }

        await sending;
        Assert.True(await gateway.EndsAsync(TimeSpan.FromSeconds(20)), $"{fault} was never reached. {gateway.Output}");
    }

    private async Task AllAreListedAsync(HttpClient client, GatewayProcess gateway, Senders senders)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var listed = (await ListAsync(client, gateway)).ToHashSet(StringComparer.Ordinal);
            var missing = senders.Acknowledged.Where(instance => !listed.Contains(instance.Made.Sop!)).ToList();
            if (missing.Count == 0)
                return;
            Assert.False(patience.IsCancellationRequested, $"{missing.Count} acknowledged instances are lost, of {string.Join(", ", missing.Select(instance => instance.Round).Distinct())}. {gateway.Output}");
            await Task.Delay(50);
        }
    }

    private async Task<List<string>> ListAsync(HttpClient client, GatewayProcess gateway)
    {
        var uids = new List<string>();
        while (true)
        {
            using var answer = await client.GetAsync(new Uri(gateway.Web, $"studies/{_study}/instances?limit=1000&offset={uids.Count}"));
            if (answer.StatusCode == HttpStatusCode.NoContent)
                return uids;
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            using var page = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync());
            if (page.RootElement.GetArrayLength() == 0)
                return uids;
            uids.AddRange(page.RootElement.EnumerateArray().Select(instance => instance.GetProperty("00080018").GetProperty("Value")[0].GetString()!));
        }
    }

    private static async Task IsWholeAsync(HttpClient client, GatewayProcess gateway, SentInstance sent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Web, $"studies/{sent.Made.Study}/series/{sent.Made.Series}/instances/{sent.Made.Sop}"));
        request.Headers.TryAddWithoutValidation("Accept", "application/dicom; transfer-syntax=*");
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var file = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(FileMetaInformation.TryRead(file, isWholeFile: true, out var meta));
        Assert.Equal(sent.DataSetSha256, Convert.ToHexString(SHA256.HashData(file.AsSpan((int)meta!.DataSetOffset))));
    }
}
