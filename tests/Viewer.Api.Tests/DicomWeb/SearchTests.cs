using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Xml.Linq;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb;

public class SearchTests(DemoArchive archive) : IClassFixture<DemoArchive>
{
    [Fact]
    public async Task Finds_at_all_six_addresses()
    {
        var ct = archive.Ct[0];
        Assert.Equal(3, (await Values("studies", "0020000D")).Count);
        Assert.Equal([ct.Series.Value], await Values(ct.StudyPath + "/series", "0020000E"));
        Assert.Equal(5, (await Values(ct.StudyPath + "/instances", "00080018")).Count);
        Assert.Equal(archive.Ct.Select(stored => stored.Instance.Value), await Values(ct.SeriesPath + "/instances", "00080018"));
        Assert.Equal(3, (await Values("series", "0020000E")).Count);
        Assert.Equal(7, (await Values("instances", "00080018")).Count);
    }

    [Fact]
    public async Task Answers_with_the_default_attributes()
    {
        using var json = await archive.Server.GetJsonAsync($"studies?StudyInstanceUID={archive.Ct[0].Study}");
        var study = Assert.Single(json.RootElement.EnumerateArray());
        foreach (var tag in "00080020 00080030 00080050 00080056 00080061 00080090 00081190 00100010 00100020 00100030 00100040 0020000D 00200010 00201206 00201208".Split(' '))
            Assert.True(study.TryGetProperty(tag, out _), tag);
        Assert.Equal($"{archive.Server.Origin}/dicom-web/{archive.Ct[0].StudyPath}", First(study, "00081190"));
        Assert.Equal("5", study.GetProperty("00201208").GetProperty("Value")[0].ToString());
        Assert.False(study.TryGetProperty("00081030", out _));
        var name = study.GetProperty("00100010").GetProperty("Value")[0].GetProperty("Alphabetic").GetString();
        Assert.Contains("PHƯỢNG", name, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Answers_in_XML_for_who_wants_it()
    {
        const string xml = "multipart/related; type=\"application/dicom+xml\"";
        using var response = await archive.Server.GetAsync("studies", xml);
        var parts = await MultipartAnswer.ReadAsync(response);
        Assert.Equal((await Values("studies", "0020000D")).Order(), parts.Select(part => XDocument.Load(new MemoryStream(part.Content)).Root!.Elements()
            .Single(attribute => attribute.Attribute("tag")!.Value == "0020000D").Elements().Single().Value).Order());
        using var none = await archive.Server.GetAsync("studies?PatientID=nobody", xml);
        Assert.Equal(HttpStatusCode.NoContent, none.StatusCode);
    }

    [Fact]
    public async Task Includes_fields_on_demand()
    {
        using var json = await archive.Server.GetJsonAsync($"studies?StudyInstanceUID={archive.Ct[0].Study}&includefield=00081030,00080060&includefield=InstitutionName");
        Assert.Equal("CT NGỰC KHÔNG TIÊM THUỐC", First(json.RootElement[0], "00081030"));
        Assert.True(json.RootElement[0].TryGetProperty("00080080", out _));
        using var all = await archive.Server.GetJsonAsync($"{archive.Ct[0].SeriesPath}/instances?includefield=all&limit=1");
        Assert.True(all.RootElement[0].TryGetProperty("00281050", out _));
    }

    // every search that OHIF 3.13 and 3.11 make
    [Theory]
    [InlineData("studies?limit=101&offset=0&fuzzymatching=false&includefield=00081030,00080060,00080090,00100030&StudyInstanceUID={ct}", 1)]
    [InlineData("studies?limit=101&offset=0&fuzzymatching=false&includefield=00081030,00080060&StudyInstanceUID={ct}", 1)]
    [InlineData("studies?limit=101&offset=0&fuzzymatching=false&includefield=00081030&StudyInstanceUID={ct}%5C{us}", 2)]
    [InlineData("studies/{ct}/series?includefield=00080021,00080031,0008103E,00200011", 1)]
    [InlineData("studies?00100020={patient}&limit=101&offset=0&fuzzymatching=false&includefield=00081030", 2)]
    [InlineData("studies?limit=101&offset=0&fuzzymatching=false&includefield=00081030", 3)]
    [InlineData("studies?PatientName=*phuong*&limit=101", 2)]
    [InlineData("studies?00100020=*{patientEnd}*", 2)]
    [InlineData("studies?AccessionNumber=*26110001*", 1)]
    [InlineData("studies?StudyDescription=*NG%E1%BB%B0C*", 2)]
    [InlineData("studies?ModalitiesInStudy=US", 1)]
    [InlineData("studies?StudyDate=20261119-20261121", 2)]
    [InlineData("studies?StudyDate=19700102-20261120", 3)]
    [InlineData("series?SeriesInstanceUID={ctSeries}&includefield=0008103E", 1)]
    [InlineData("instances?limit=1&includefield=00080018", 1)]
    [InlineData("studies?PatientName=nguyen%20phuong&fuzzymatching=true", 2)]
    [InlineData("studies?PatientID=no-such-patient", 0)]
    [InlineData("studies/1.2.3/series", 0)]
    public async Task Requests_of_viewers(string path, int expected)
    {
        path = path.Replace("{ctSeries}", archive.Ct[0].Series.Value, StringComparison.Ordinal).Replace("{ct}", archive.Ct[0].Study.Value, StringComparison.Ordinal)
            .Replace("{us}", archive.Loop.Study.Value, StringComparison.Ordinal).Replace("{patientEnd}", archive.XRay.PatientId[2..], StringComparison.Ordinal)
            .Replace("{patient}", archive.XRay.PatientId, StringComparison.Ordinal);
        using var json = await archive.Server.GetJsonAsync(path);
        Assert.Equal(expected, json.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task Pages_through_results()
    {
        var all = await Values("instances?StudyInstanceUID=" + archive.Ct[0].Study, "00080018");
        var pages = new List<string>();
        for (var offset = 0; offset < 5; offset += 2)
            pages.AddRange(await Values($"instances?StudyInstanceUID={archive.Ct[0].Study}&limit=2&offset={offset}", "00080018"));
        Assert.Equal(all, pages);
        Assert.Empty(await Values("studies?limit=0", "0020000D"));
    }

    [Theory]
    [InlineData("studies?limit=-1")]
    [InlineData("studies?StudyDate=yesterday")]
    [InlineData("studies?StudyDate=20261399")]
    [InlineData("studies?PatientNme=X")]
    [InlineData("studies?fuzzymatching=2")]
    [InlineData("studies/abc/series")]
    [InlineData("studies/1.2.3/series/..%2F..%2Fetc/instances")]
    public async Task Bad_requests_are_explained(string path)
    {
        using var response = await archive.Server.GetAsync(path, "application/dicom+json");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(400, problem.RootElement.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.RootElement.GetProperty("detail").GetString()!);
        using var text = await archive.Server.GetAsync(path, "text/plain, */*");
        Assert.Equal("text/plain", text.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("application/dicom+json", 200)]
    [InlineData("application/json", 200)]
    [InlineData("*/*", 200)]
    [InlineData("application/dicom+xml", 406)]
    [InlineData("text/html", 406)]
    [InlineData("application/dicom+json;q=0", 406)]
    public async Task Json_is_what_everyone_gets(string accept, int expected)
    {
        using var response = await archive.Server.GetAsync("studies", accept);
        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br", "br")]
    public async Task Compresses_json(string asked, string expected)
    {
        using var response = await archive.Server.GetAsync(archive.Ct[0].SeriesPath + "/metadata", "application/dicom+json", request => request.Headers.Add("Accept-Encoding", asked));
        Assert.Equal([expected], response.Content.Headers.ContentEncoding);
        var body = await response.Content.ReadAsStreamAsync();
        await using Stream plain = expected == "br" ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
        using var json = await JsonDocument.ParseAsync(plain);
        Assert.Equal(5, json.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task Other_methods_are_not_there()
    {
        using var response = await archive.Server.Client.DeleteAsync(archive.Ct[0].StudyPath);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        using var head = await archive.Server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "studies"));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    private static string? First(JsonElement result, string tag) => result.GetProperty(tag).GetProperty("Value")[0].GetString();

    private async Task<IReadOnlyList<string>> Values(string path, string tag)
    {
        using var json = await archive.Server.GetJsonAsync(path);
        return [.. json.RootElement.EnumerateArray().Select(result => First(result, tag)!)];
    }
}
