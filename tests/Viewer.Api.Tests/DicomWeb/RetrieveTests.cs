using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Xml.Linq;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb;

public class RetrieveTests(DemoArchive archive) : IClassFixture<DemoArchive>
{
    private const string AsStored = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";
    private const string LittleEndian = "1.2.840.10008.1.2.1";

    [Theory]
    [InlineData(AsStored)]
    [InlineData("multipart/related; type=\"application/dicom\"")]
    [InlineData("multipart/related; type=application/dicom; transfer-syntax=1.2.840.10008.1.2.1")]
    [InlineData("*/*")]
    [InlineData("multipart/related")]
    public async Task Whole_study_in_order(string accept)
    {
        using var response = await archive.Server.GetAsync(archive.Ct[0].StudyPath, accept);
        Assert.Null(response.Headers.TransferEncodingChunked); // its length is told before its first byte
        var parts = await MultipartAnswer.ReadAsync(response);
        Assert.Equal(archive.Ct.Select(stored => stored.File), parts.Select(part => part.Content));
        Assert.All(parts, part => Assert.Contains($"Content-Type: application/dicom; transfer-syntax={LittleEndian}", part.Headers, StringComparison.Ordinal));
        Assert.Contains($"Content-Location: {archive.Server.Origin}/dicom-web/{archive.Ct[0].Path}", parts[0].Headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Series_and_instance()
    {
        using var series = await archive.Server.GetAsync(archive.Ct[0].SeriesPath, AsStored);
        Assert.Equal(5, (await MultipartAnswer.ReadAsync(series)).Count);
        using var instance = await archive.Server.GetAsync(archive.Ct[2].Path, AsStored);
        Assert.Equal(archive.Ct[2].File, Assert.Single(await MultipartAnswer.ReadAsync(instance)).Content);
    }

    [Fact]
    public async Task One_instance_as_the_body()
    {
        using var response = await archive.Server.GetAsync(archive.Ct[1].Path, "application/dicom; transfer-syntax=*");
        Assert.Equal("application/dicom", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(archive.Ct[1].File.Length, response.Content.Headers.ContentLength);
        Assert.Equal($"{archive.Ct[1].Instance}.dcm", response.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        Assert.Equal(archive.Ct[1].File, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_study_as_an_archive()
    {
        using var response = await archive.Server.GetAsync(archive.Ct[0].StudyPath, "application/zip");
        await using var zip = new ZipArchive(await response.Content.ReadAsStreamAsync());
        Assert.Equal(["SE000001/IM000001.dcm", "SE000001/IM000002.dcm", "SE000001/IM000003.dcm", "SE000001/IM000004.dcm", "SE000001/IM000005.dcm"],
            zip.Entries.Select(entry => entry.FullName));
        using var file = new MemoryStream();
        await (await zip.Entries[3].OpenAsync()).CopyToAsync(file);
        Assert.Equal(archive.Ct[3].File, file.ToArray());
    }

    [Fact]
    public async Task Metadata_at_three_levels()
    {
        using var study = await archive.Server.GetJsonAsync(archive.Ct[0].StudyPath + "/metadata");
        Assert.Equal(archive.Ct.Select(stored => stored.Instance.Value), study.RootElement.EnumerateArray().Select(one => one.GetProperty("00080018").GetProperty("Value")[0].GetString()));
        using var series = await archive.Server.GetJsonAsync(archive.Ct[0].SeriesPath + "/metadata");
        Assert.Equal(5, series.RootElement.GetArrayLength());
        using var instance = await archive.Server.GetJsonAsync(archive.Ct[4].Path + "/metadata");
        var pixels = Assert.Single(instance.RootElement.EnumerateArray()).GetProperty("7FE00010");
        Assert.Equal($"{archive.Server.Origin}/dicom-web/{archive.Ct[4].Path}/bulkdata/7FE00010", pixels.GetProperty("BulkDataURI").GetString());
    }

    [Fact]
    public async Task Metadata_for_ohif_3_11_is_no_multipart()
    {
        using var response = await archive.Server.GetAsync(archive.Ct[0].SeriesPath + "/metadata",
            "application/dicom+json, multipart/related; type=application/octet-stream; transfer-syntax=*");
        Assert.Equal("application/dicom+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("multipart/related; type=\"application/dicom+xml\"")]
    [InlineData("multipart/related; type=\"application/dicom+xml\", application/dicom+json; q=0.5")]
    [InlineData("application/dicom+json; q=0.5, multipart/related; type=application/dicom+xml")]
    public async Task Metadata_as_XML_for_who_wants_it(string accept)
    {
        using var response = await archive.Server.GetAsync(archive.Ct[0].StudyPath + "/metadata", accept);
        var parts = await MultipartAnswer.ReadAsync(response);
        Assert.All(parts, part => Assert.Contains("Content-Type: application/dicom+xml", part.Headers, StringComparison.Ordinal));
        var models = parts.Select(part => XDocument.Load(new MemoryStream(part.Content)).Root!).ToList();
        Assert.Equal(archive.Ct.Select(stored => stored.Instance.Value), models.Select(model => Attribute(model, "SOPInstanceUID").Elements().Single().Value));
        Assert.Equal(archive.Ct.Select(stored => $"{archive.Server.Origin}/dicom-web/{stored.Path}/bulkdata/7FE00010"),
            models.Select(model => Attribute(model, "PixelData").Elements().Single().Attribute("uri")!.Value));

        static XElement Attribute(XElement model, string keyword) => model.Elements().Single(attribute => attribute.Attribute("keyword")?.Value == keyword);
    }

    [Theory]
    [InlineData("/metadata", "application/dicom+json")]
    [InlineData("/metadata", "multipart/related; type=\"application/dicom+xml\"")]
    [InlineData("/frames/1", "multipart/related; type=application/octet-stream; transfer-syntax=*")]
    [InlineData("/rendered", "image/jpeg")]
    [InlineData("/bulkdata/7FE00010", "application/octet-stream")]
    public async Task What_the_client_has_is_not_sent_again(string resource, string accept)
    {
        using var first = await archive.Server.GetAsync(archive.Ct[0].Path + resource, accept);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        var tag = first.Headers.ETag!.ToString();
        Assert.True(first.Headers.CacheControl!.NoCache && first.Headers.CacheControl.Private);
        using var second = await archive.Server.GetAsync(archive.Ct[0].Path + resource, accept, request => request.Headers.TryAddWithoutValidation("If-None-Match", "\"x\", " + tag));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
        using var other = await archive.Server.GetAsync(archive.Ct[1].Path + resource, accept, request => request.Headers.TryAddWithoutValidation("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Theory]
    [InlineData("multipart/related; type=application/octet-stream; transfer-syntax=*")] // OHIF
    [InlineData("multipart/related; type=\"application/octet-stream\"")] // dicomweb-client
    [InlineData("multipart/related; type=\"image/jpeg\", multipart/related; type=\"application/octet-stream\"; q=0.5")]
    public async Task Frames_as_parts(string accept)
    {
        using var response = await archive.Server.GetAsync(archive.Loop.Path + "/frames/3,1", accept);
        Assert.Equal(LittleEndian, response.Content.Headers.ContentType!.Parameters.Single(parameter => parameter.Name == "transfer-syntax").Value);
        var parts = await MultipartAnswer.ReadAsync(response);
        Assert.Equal([Frame(3), Frame(1)], parts.Select(part => part.Content));
        Assert.All(parts, part => Assert.Contains($"Content-Type: application/octet-stream; transfer-syntax={LittleEndian}", part.Headers, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_frame_as_the_body_and_parts_of_it()
    {
        using var whole = await archive.Server.GetAsync(archive.Loop.Path + "/frames/2", "application/octet-stream");
        Assert.Equal(Frame(2), await whole.Content.ReadAsByteArrayAsync());
        using var range = await archive.Server.GetAsync(archive.Loop.Path + "/frames/2", "application/octet-stream", request => request.Headers.Range = new RangeHeaderValue(100, 299));
        Assert.Equal(HttpStatusCode.PartialContent, range.StatusCode);
        Assert.Equal(Frame(2)[100..300], await range.Content.ReadAsByteArrayAsync());
        Assert.Equal(Frame(2).Length, range.Content.Headers.ContentRange!.Length);
        using var beyond = await archive.Server.GetAsync(archive.Loop.Path + "/frames/2", "application/octet-stream", request => request.Headers.Range = new RangeHeaderValue(10_000_000, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
    }

    [Theory]
    [InlineData("0", 400)]
    [InlineData("-1", 400)]
    [InlineData("one", 400)]
    [InlineData("1,1", 400)]
    [InlineData("1,,2", 400)]
    [InlineData("99999999999", 400)]
    [InlineData("5", 404)]
    [InlineData("1,5", 404)]
    public async Task Frame_lists_that_cannot_be(string frames, int expected)
    {
        using var response = await archive.Server.GetAsync($"{archive.Loop.Path}/frames/{frames}", "multipart/related; type=application/octet-stream");
        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("studies/1.2.3", "*/*", 404)]
    [InlineData("studies/1.2.3/metadata", "*/*", 404)]
    [InlineData("{study}/series/1.2.3", "*/*", 404)]
    [InlineData("{study}/series/1.2.3/instances/{instance}", "*/*", 404)]
    [InlineData("{study}/series/1.2.3/instances/{instance}/frames/1", "*/*", 404)]
    [InlineData("{path}/bulkdata/00091001", "*/*", 404)]
    [InlineData("{path}/bulkdata/..%2F..%2F", "*/*", 404)]
    [InlineData("{path}/bulkdata/7FE00010'--", "*/*", 404)]
    [InlineData("{path}/nothing", "*/*", 404)]
    [InlineData("studies/abc", "*/*", 400)]
    [InlineData("studies/1.2.3.4.5.6.7.8.9.1.2.3.4.5.6.7.8.9.1.2.3.4.5.6.7.8.9.1.2.3.4.5.6.7.8.9", "*/*", 400)]
    [InlineData("{path}", "application/pdf", 406)]
    [InlineData("{path}", "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.4.90", 200)]
    [InlineData("{path}", "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.4.50", 406)]
    [InlineData("{path}", "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.4.57", 406)]
    [InlineData("{study}", "application/dicom", 406)]
    [InlineData("{path}/frames/1", "image/jls", 200)]
    [InlineData("{path}/frames/1", "image/jpeg", 406)]
    [InlineData("{path}/metadata", "application/dicom+xml", 406)]
    [InlineData("{path}/rendered", "image/gif", 406)]
    [InlineData("{path}/rendered?viewport=0,0", "image/jpeg", 400)]
    [InlineData("{path}/rendered?window=1", "image/jpeg", 400)]
    [InlineData("{path}/rendered?viewport=8,8,5000,5000,5,5", "image/jpeg", 400)]
    [InlineData("{path}/rendered?iccprofile=srgb", "image/jpeg", 400)]
    [InlineData("{path}/bulkdata/7FE00010", "image/jpeg", 406)]
    public async Task Refusals(string path, string accept, int expected)
    {
        var ct = archive.Ct[0];
        path = path.Replace("{path}", ct.Path, StringComparison.Ordinal).Replace("{study}", ct.StudyPath, StringComparison.Ordinal)
            .Replace("{instance}", ct.Instance.Value, StringComparison.Ordinal);
        using var response = await archive.Server.GetAsync(path, accept);
        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("application/octet-stream")]
    [InlineData("multipart/related; type=\"application/octet-stream\"")]
    [InlineData("*/*")]
    public async Task Bulk_data_by_the_address_in_the_metadata(string accept)
    {
        using var metadata = await archive.Server.GetJsonAsync(archive.XRay.Path + "/metadata");
        var address = metadata.RootElement[0].GetProperty("7FE00010").GetProperty("BulkDataURI").GetString()!;
        using var response = await archive.Server.GetAsync(address, accept);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var bytes = accept == "application/octet-stream" ? await response.Content.ReadAsByteArrayAsync() : Assert.Single(await MultipartAnswer.ReadAsync(response)).Content;
        Assert.Equal(archive.XRay.Pixels, bytes);
    }

    [Fact]
    public async Task The_accept_parameter_comes_before_the_header()
    {
        using var response = await archive.Server.GetAsync(archive.Ct[0].Path + "/rendered?accept=image/png", "image/jpeg");
        Assert.Equal("image/png", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("{study}/thumbnail", "image/jpeg", 256)]
    [InlineData("{series}/thumbnail", "*/*", 256)]
    [InlineData("{path}/thumbnail?viewport=32,32", "image/jpeg", 32)] // OHIF
    [InlineData("{path}/frames/1/thumbnail", "image/webp", 256)]
    [InlineData("{path}/rendered", "image/png", 64)]
    [InlineData("{path}/rendered?viewport=32,32&window=40,400,linear&quality=60&annotation=patient", "image/jpeg", 32)]
    [InlineData("{path}/frames/1/rendered", "image/webp,image/*", 64)]
    [InlineData("{series}/rendered", "image/jpeg", 64)]
    public async Task Pictures(string path, string accept, int width)
    {
        var ct = archive.Ct[0];
        path = path.Replace("{path}", ct.Path, StringComparison.Ordinal).Replace("{series}", ct.SeriesPath, StringComparison.Ordinal).Replace("{study}", ct.StudyPath, StringComparison.Ordinal);
        using var response = await archive.Server.GetAsync(path, accept);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal((response.Content.Headers.ContentType!.MediaType, width), (Picture.TypeOf(bytes), Picture.WidthOf(bytes)));
    }

    [Fact]
    public async Task Annotations_that_are_not_burned_in_are_said_to_be_left_out()
    {
        using var plain = await archive.Server.GetAsync(archive.Ct[0].Path + "/rendered", "image/jpeg");
        Assert.False(plain.Headers.Contains("Warning"));
        using var response = await archive.Server.GetAsync(archive.Ct[0].Path + "/rendered?annotation=patient,technique", "image/jpeg");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.EndsWith("\"The following annotation values are not supported: patient,technique\"", Assert.Single(response.Headers.GetValues("Warning")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_image_of_a_series_as_parts()
    {
        using var response = await archive.Server.GetAsync(archive.Ct[0].SeriesPath + "/rendered", "multipart/related; type=\"image/jpeg\"");
        var parts = await MultipartAnswer.ReadAsync(response);
        Assert.Equal(5, parts.Count);
        Assert.All(parts, part => Assert.Equal("image/jpeg", Picture.TypeOf(part.Content)));
        using var frames = await archive.Server.GetAsync(archive.Loop.Path + "/frames/1,4/rendered", "multipart/related; type=\"image/png\"");
        Assert.Equal(2, (await MultipartAnswer.ReadAsync(frames)).Count);
    }

    [Fact]
    public async Task Head_tells_without_sending()
    {
        var request = new HttpRequestMessage(HttpMethod.Head, archive.Ct[0].Path + "/frames/1");
        request.Headers.TryAddWithoutValidation("Accept", "application/octet-stream");
        using var response = await archive.Server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(64 * 64 * 2, response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task A_retrieval_of_many_frames_is_one_audit_line()
    {
        using (await archive.Server.GetAsync(archive.Loop.Path + "/frames/1,2,3", "multipart/related; type=application/octet-stream"))
        {
        }

        var line = await archive.Server.AuditedAsync(one => one.StudyInstanceUid == archive.Loop.Study && one.Detail?.Text.StartsWith("frames 3 of them", StringComparison.Ordinal) == true);
        Assert.Equal(("tester", Storage.Audit.AuditAction.Retrieve, Storage.Audit.AuditOutcome.Success), (line.Actor, line.Action, line.Outcome));
        Assert.Equal("127.0.0.1", line.RemoteAddress);
    }

    private byte[] Frame(int number)
    {
        var length = archive.Loop.Pixels.Length / 4;
        return archive.Loop.Pixels[((number - 1) * length)..(number * length)];
    }
}
