using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Audit;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb;

public sealed class StoreTests : IAsyncLifetime
{
    private const string Dicom = "multipart/related; type=\"application/dicom\"; boundary=";
    private DicomWebServer _server = null!;

    public async Task InitializeAsync() => _server = await DicomWebServer.StartAsync(new ViewerOptions { MaxStoreBytes = 4 << 20 });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(Dicom + "abc", "abc")]
    [InlineData(Dicom + "\"a b:c\"", "a b:c")]
    [InlineData("multipart/related; boundary=abc", "abc")]
    [InlineData("Multipart/Related;Type=application/dicom;Boundary=\"=_x\"", "=_x")]
    public async Task Stores_parts(string contentType, string boundary)
    {
        var instances = DemoStudies.ChestCT(DateTime.Today, slices: 3, size: 32).ToList();
        using var response = await PostAsync("studies", contentType, Body(boundary, [.. instances.Select(one => DicomWebServer.FileOf(one))]));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var json = await JsonAsync(response);
        var study = instances[0].DataSet.GetUid(Tags.StudyInstanceUID);
        Assert.Equal($"{_server.Origin}/dicom-web/studies/{study}", json.RootElement.GetProperty("00081190").GetProperty("Value")[0].GetString());
        var stored = json.RootElement.GetProperty("00081199").GetProperty("Value").EnumerateArray().ToList();
        Assert.Equal(instances.Select(one => one.SopInstanceUid.Value), stored.Select(one => one.GetProperty("00081155").GetProperty("Value")[0].GetString()));
        Assert.False(json.RootElement.TryGetProperty("00081198", out _));

        // visible when answered
        using var found = await _server.GetJsonAsync($"studies/{study}/instances");
        Assert.Equal(3, found.RootElement.GetArrayLength());
        var line = await _server.AuditedAsync(one => one.Action == AuditAction.Store && one.StudyInstanceUid == study);
        Assert.Equal(("STOW-RS: 3 stored, 0 refused", AuditOutcome.Success), (line.Detail?.Text, line.Outcome));
    }

    [Fact]
    public async Task The_same_instance_again_is_success()
    {
        var file = DicomWebServer.FileOf(DemoStudies.ChestCT(DateTime.Today, slices: 1, size: 32).Single());
        Assert.Equal(200, (await _server.StoreAsync(file)).Status);
        Assert.Equal(200, (await _server.StoreAsync(file)).Status);
    }

    [Fact]
    public async Task Another_study_than_the_addressed_one_is_refused()
    {
        var instances = DemoStudies.ChestCT(DateTime.Today, slices: 2, size: 32).ToList();
        var other = DemoStudies.ChestCT(DateTime.Today, slices: 1, size: 32).Single();
        var study = instances[0].DataSet.GetUid(Tags.StudyInstanceUID);
        using var response = await PostAsync($"studies/{study}", Dicom + "abc",
            Body("abc", [DicomWebServer.FileOf(instances[0]), DicomWebServer.FileOf(other), DicomWebServer.FileOf(instances[1])]));
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        using var json = await JsonAsync(response);
        Assert.Equal(2, json.RootElement.GetProperty("00081199").GetProperty("Value").GetArrayLength());
        var failed = json.RootElement.GetProperty("00081198").GetProperty("Value")[0];
        Assert.Equal(other.SopInstanceUid.Value, failed.GetProperty("00081155").GetProperty("Value")[0].GetString());
        Assert.Equal(0xA900, failed.GetProperty("00081197").GetProperty("Value")[0].GetInt32());
        await AssertAbsentAsync(other.DataSet.GetUid(Tags.StudyInstanceUID));
        Assert.Equal(409, (await _server.StoreAsync(DicomWebServer.FileOf(other), $"studies/{study}")).Status);
    }

    [Fact]
    public async Task Many_instances_at_once_are_told_in_their_order()
    {
        var instances = DemoStudies.ChestCT(DateTime.Today, slices: 40, size: 32).ToList();
        var other = DemoStudies.ChestCT(DateTime.Today, slices: 1, size: 32).Single();
        var study = instances[0].DataSet.GetUid(Tags.StudyInstanceUID);
        List<byte[]> files = [.. instances.Select(one => DicomWebServer.FileOf(one))];
        files.Insert(25, DicomWebServer.FileOf(other));
        using var response = await PostAsync($"studies/{study}", Dicom + "abc", Body("abc", [.. files]));
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        using var json = await JsonAsync(response);
        var stored = json.RootElement.GetProperty("00081199").GetProperty("Value").EnumerateArray().Select(one => one.GetProperty("00081155").GetProperty("Value")[0].GetString());
        Assert.Equal(instances.Select(one => one.SopInstanceUid.Value), stored);
        Assert.Equal(1, json.RootElement.GetProperty("00081198").GetProperty("Value").GetArrayLength());
        using var found = await _server.GetJsonAsync($"studies/{study}/instances");
        Assert.Equal(40, found.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task What_is_no_dicom_is_refused_beside_what_is()
    {
        var instance = DemoStudies.ChestCT(DateTime.Today, slices: 1, size: 32).Single();
        using var response = await PostAsync("studies", Dicom + "abc", Body("abc", [new byte[5000], DicomWebServer.FileOf(instance), "hello"u8.ToArray()]));
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        using var json = await JsonAsync(response);
        Assert.Equal(1, json.RootElement.GetProperty("00081199").GetProperty("Value").GetArrayLength());
        var failures = json.RootElement.GetProperty("0008119A").GetProperty("Value").EnumerateArray().Select(one => one.GetProperty("00081197").GetProperty("Value")[0].GetInt32());
        Assert.Equal([0xC000, 0xC000], failures);
        Assert.Contains("299", response.Headers.GetValues("Warning").Single(), StringComparison.Ordinal);
        using var none = await PostAsync("studies", Dicom + "abc", Body("abc", ["hello"u8.ToArray()]));
        Assert.Equal(HttpStatusCode.Conflict, none.StatusCode);
    }

    [Theory]
    [InlineData("application/dicom+json", "{}", 415)]
    [InlineData("text/plain", "hello", 415)]
    [InlineData(null, "hello", 415)]
    [InlineData("multipart/related; type=\"application/dicom+json\"; boundary=abc", "--abc--", 415)]
    [InlineData("multipart/related; type=\"application/dicom\"", "--abc--", 400)]
    [InlineData("multipart/related; type=\"application/dicom\"; boundary=", "--abc--", 400)]
    [InlineData(Dicom + "abc", "", 400)]
    [InlineData(Dicom + "abc", "--abc--", 400)]
    [InlineData(Dicom + "abc", "--other\r\n\r\nx\r\n--other--", 400)]
    [InlineData(Dicom + "abc", "--abc\r\nContent-Type: image/png\r\n\r\nx\r\n--abc--", 415)]
    [InlineData(Dicom + "abc", "--abc\r\nContent-Type: application/dicom\r\n\r\nxyz", 400)]
    [InlineData(Dicom + "abc", "--abc\r\nbroken header\r\n\r\nxyz\r\n--abc--", 400)]
    [InlineData("application/dicom", "", 409)]
    [InlineData("application/dicom", "not dicom", 409)]
    public async Task Bad_requests(string? contentType, string body, int expected)
    {
        using var response = await PostAsync("studies", contentType, Encoding.Latin1.GetBytes(body));
        Assert.Equal(expected, (int)response.StatusCode);
        Assert.NotEmpty(await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_body_without_its_closing_boundary_leaves_nothing()
    {
        var instance = DemoStudies.ChestCT(DateTime.Today, slices: 1, size: 32).Single();
        var whole = Body("abc", [DicomWebServer.FileOf(instance)]);
        foreach (var missing in new[] { 7, 10, 200, 1500 }) // from inside the last boundary to inside the header
        {
            using var response = await PostAsync("studies", Dicom + "abc", whole[..^missing]);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }

        await AssertAbsentAsync(instance.DataSet.GetUid(Tags.StudyInstanceUID));
    }

    [Fact]
    public async Task A_cut_connection_leaves_nothing_and_disturbs_nobody()
    {
        var instance = DemoStudies.ChestCT(DateTime.Today, slices: 1, size: 256).Single();
        var whole = Body("abc", [DicomWebServer.FileOf(instance)]);
        using (var client = new TcpClient())
        {
            var origin = new Uri(_server.Origin);
            await client.ConnectAsync(origin.Host, origin.Port);
            var head = $"POST /dicom-web/studies HTTP/1.1\r\nHost: x\r\nContent-Type: {Dicom}abc\r\nContent-Length: {whole.Length}\r\n\r\n";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
            await client.GetStream().WriteAsync(whole.AsMemory(0, whole.Length / 2));
        }

        Assert.Equal(200, (await _server.StoreAsync(DicomWebServer.FileOf(DemoStudies.ChestCT(DateTime.Today, slices: 1, size: 32).Single()))).Status);
        await AssertAbsentAsync(instance.DataSet.GetUid(Tags.StudyInstanceUID));
        await _server.AuditedAsync(one => one is { Action: AuditAction.Store, Outcome: AuditOutcome.Aborted });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Too_large_is_said(bool isLengthKnown)
    {
        var file = new byte[6 << 20];
        using HttpContent content = isLengthKnown ? new ByteArrayContent(file) : new StreamContent(new UnknownLength(file));
        content.Headers.ContentType = new("application/dicom");
        var request = new HttpRequestMessage(HttpMethod.Post, "studies") { Content = content };
        request.Headers.ExpectContinue = true;
        using var response = await _server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Answers_with_public_addresses()
    {
        await using var server = await DicomWebServer.StartAsync(new ViewerOptions { PublicUrl = "https://pacs.example/" });
        var instance = DemoStudies.ChestCT(DateTime.Today, slices: 1, size: 32).Single();
        Assert.Equal(200, (await server.StoreAsync(DicomWebServer.FileOf(instance))).Status);
        using var json = await server.GetJsonAsync("studies");
        Assert.StartsWith("https://pacs.example/dicom-web/studies/", json.RootElement[0].GetProperty("00081190").GetProperty("Value")[0].GetString(), StringComparison.Ordinal);
    }

    private static byte[] Body(string boundary, IReadOnlyList<byte[]> files)
    {
        using var body = new MemoryStream();
        foreach (var file in files)
        {
            body.Write(Encoding.ASCII.GetBytes($"--{boundary}\r\nContent-Type: application/dicom\r\n\r\n"));
            body.Write(file);
            body.Write("\r\n"u8);
        }

        body.Write(Encoding.ASCII.GetBytes($"--{boundary}--\r\n"));
        return body.ToArray();
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string? contentType, byte[] body)
    {
        var content = new ByteArrayContent(body);
        if (contentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return await _server.Client.PostAsync(path, content);
    }

    private static async Task<JsonDocument> JsonAsync(HttpResponseMessage response) => JsonDocument.Parse(await response.Content.ReadAsStringAsync());

    private async Task AssertAbsentAsync(Uid study)
    {
        await _server.WhenPublishedAsync();
        using var found = await _server.GetJsonAsync($"instances?StudyInstanceUID={study}");
        Assert.Equal(0, found.RootElement.GetArrayLength());
    }

    /// <summary>A stream that does not tell its length, so that the request is chunked.</summary>
    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
