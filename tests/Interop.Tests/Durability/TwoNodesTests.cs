using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ImagingGateway.Dicom.Values;
using ImagingGateway.TestKit;

namespace ImagingGateway.Interop.Tests.Durability;

/// <summary>Two gateway processes share one index and one bucket: any node serves any study, and what a dead node held appears when it returns.</summary>
[Collection(SharedServers.Collection)]
public sealed class TwoNodesTests : IAsyncLifetime
{
    private const int Each = 20;

    private readonly string _first = Directory.CreateTempSubdirectory("gateway-node-").FullName;
    private readonly string _second = Directory.CreateTempSubdirectory("gateway-node-").FullName;
    private readonly Uid _study = Uid.New();
    private static readonly HttpClient Client = new();
    private Dictionary<string, string> _settings = [];

    public async Task InitializeAsync() => _settings = await SharedServers.NewAsync();

    public Task DisposeAsync()
    {
        Directory.Delete(_first, recursive: true);
        Directory.Delete(_second, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Any_node_serves_any_study_and_the_spool_of_a_dead_node_is_drained_by_its_return()
    {
        var series = Uid.New().Value;
        var made = Enumerable.Range(0, 2 * Each).Select(i => new MadeInstance { Study = _study.Value, Series = series, InstanceNumber = i, PixelData = [.. BitConverter.GetBytes(i), .. new byte[5000]] }).ToList();
        using var b = new GatewayProcess(_second, null, _settings);
        Assert.True(await b.ListensAsync(), b.Output);
        using (var a = new GatewayProcess(_first, null, _settings))
        {
            Assert.True(await a.ListensAsync(), a.Output);
            await SendAsync(a, made[..Each]);
            await VisibleAsync(b, Each);
            foreach (var instance in made[..Each])
                Assert.Equal(instance.File().AsSpan(^instance.DataSet().Length..).ToArray(), await ReadAsync(b, instance));

            a.Kill();
            Assert.True(await a.EndsAsync(TimeSpan.FromSeconds(60)), a.Output);
        }

        // waits long for its pack, then ends itself with the pack sent but not indexed: everything is in its spool
        var slow = new Dictionary<string, string>(_settings) { ["S3__PackQuiet"] = "00:00:20", ["S3__PackLongest"] = "00:00:20" };
        using (var a = new GatewayProcess(_first, "object-committed:1", slow))
        {
            Assert.True(await a.ListensAsync(), a.Output);
            await SendAsync(a, made[Each..]);
            Assert.True(await a.EndsAsync(TimeSpan.FromSeconds(60)), a.Output);
        }

        Assert.Equal(Each, await CountAsync(b));
        using var again = new GatewayProcess(_first, null, _settings);
        Assert.True(await again.ListensAsync(), again.Output);
        await VisibleAsync(b, 2 * Each);
        foreach (var instance in made)
            Assert.Equal(instance.File().AsSpan(^instance.DataSet().Length..).ToArray(), await ReadAsync(b, instance));
    }

    private async Task SendAsync(GatewayProcess gateway, List<MadeInstance> instances)
    {
        using var body = new MultipartContent("related", "cut");
        body.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/related; type=\"application/dicom\"; boundary=cut");
        foreach (var instance in instances)
            body.Add(new ByteArrayContent(instance.File()) { Headers = { ContentType = new MediaTypeHeaderValue("application/dicom") } });
        using var answer = await Client.PostAsync(new Uri(gateway.Web, "studies"), body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task VisibleAsync(GatewayProcess gateway, int count)
    {
        await Eventually.IsTrueAsync(async () => await CountAsync(gateway) >= count, () => gateway.Output);
        Assert.Equal(count, await CountAsync(gateway));
    }

    private async Task<int> CountAsync(GatewayProcess gateway)
    {
        using var answer = await Client.GetAsync(new Uri(gateway.Web, $"studies/{_study}/instances?limit=1000"));
        if (answer.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotFound)
            return 0;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var page = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync());
        return page.RootElement.GetArrayLength();
    }

    private async Task<byte[]> ReadAsync(GatewayProcess gateway, MadeInstance instance)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Web, $"studies/{instance.Study}/series/{instance.Series}/instances/{instance.Sop}"));
        request.Headers.TryAddWithoutValidation("Accept", "application/dicom; transfer-syntax=*");
        using var answer = await Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var file = await answer.Content.ReadAsByteArrayAsync();
        return file[^instance.DataSet().Length..];
    }
}
