using System.Net;
using System.Text.Json;
using ImagingGateway.Storage.Audit;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb;

/// <summary>The bearer of a link to the CT: nothing else exists for them, by whatever way they ask.</summary>
public class ScopeTests(DemoArchive archive) : IClassFixture<DemoArchive>
{
    [Theory]
    [InlineData("studies")]
    [InlineData("studies?00100020={patient}&limit=101&offset=0&fuzzymatching=false")] // OHIF's priors of the patient
    [InlineData("studies?PatientName=*")]
    [InlineData("studies?StudyInstanceUID={other}")]
    [InlineData("studies?StudyInstanceUID={own}%5C{other}")]
    [InlineData("studies?StudyInstanceUID={other},{own}")]
    [InlineData("studies?ModalitiesInStudy=DX")]
    [InlineData("studies?includefield=all&offset=0")]
    [InlineData("series")]
    [InlineData("series?SeriesInstanceUID={otherSeries}")]
    [InlineData("series?StudyInstanceUID={other}")]
    [InlineData("instances")]
    [InlineData("instances?SOPInstanceUID={otherInstance}")]
    [InlineData("instances?StudyInstanceUID={other}&includefield=all")]
    public async Task Searches_find_nothing_else(string path)
    {
        using var client = archive.Server.LinkClient(archive.Ct[0].Study);
        using var json = await archive.Server.GetJsonAsync(Fill(path), client);
        foreach (var result in json.RootElement.EnumerateArray())
            Assert.Equal(archive.Ct[0].Study.Value, result.GetProperty("0020000D").GetProperty("Value")[0].GetString());
    }

    [Theory]
    [InlineData("studies/{other}")]
    [InlineData("studies/{other}/metadata")]
    [InlineData("studies/{other}/rendered")]
    [InlineData("studies/{other}/thumbnail")]
    [InlineData("studies/{other}/series")]
    [InlineData("studies/{other}/instances")]
    [InlineData("studies/{other}/series/{otherSeries}")]
    [InlineData("studies/{other}/series/{otherSeries}/metadata")]
    [InlineData("studies/{other}/series/{otherSeries}/rendered")]
    [InlineData("studies/{other}/series/{otherSeries}/thumbnail")]
    [InlineData("studies/{other}/series/{otherSeries}/instances")]
    [InlineData("studies/{other}/series/{otherSeries}/instances/{otherInstance}")]
    [InlineData("studies/{other}/series/{otherSeries}/instances/{otherInstance}/metadata")]
    [InlineData("studies/{other}/series/{otherSeries}/instances/{otherInstance}/rendered")]
    [InlineData("studies/{other}/series/{otherSeries}/instances/{otherInstance}/thumbnail")]
    [InlineData("studies/{other}/series/{otherSeries}/instances/{otherInstance}/frames/1")]
    [InlineData("studies/{other}/series/{otherSeries}/instances/{otherInstance}/frames/1/rendered")]
    [InlineData("studies/{other}/series/{otherSeries}/instances/{otherInstance}/frames/1/thumbnail")]
    [InlineData("studies/{other}/series/{otherSeries}/instances/{otherInstance}/bulkdata/7FE00010")]
    // the own study in the path does not open the way to another one's parts
    [InlineData("studies/{own}/series/{otherSeries}/metadata")]
    [InlineData("studies/{own}/series/{otherSeries}/instances/{otherInstance}")]
    [InlineData("studies/{own}/series/{ownSeries}/instances/{otherInstance}")]
    [InlineData("studies/{own}/series/{otherSeries}/instances/{otherInstance}/frames/1")]
    [InlineData("studies/{own}/series/{ownSeries}/instances/{otherInstance}/frames/1")]
    [InlineData("studies/{own}/series/{ownSeries}/instances/{otherInstance}/thumbnail")]
    [InlineData("studies/{own}/series/{ownSeries}/instances/{otherInstance}/bulkdata/7FE00010")]
    public async Task Other_studies_do_not_exist(string path)
    {
        // the instance is known to the server's memory, which must not help
        using (await archive.Server.GetAsync(archive.XRay.Path + "/frames/1", "*/*"))
        {
        }

        using var client = archive.Server.LinkClient(archive.Ct[0].Study);
        using var response = await archive.Server.GetAsync(Fill(path), client: client);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        using var unknown = await archive.Server.GetAsync("studies/1.2.3", client: client);
        Assert.Equal(await unknown.Content.ReadAsStringAsync(), await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_own_study_is_there_with_addresses_under_the_link()
    {
        using var client = archive.Server.LinkClient(archive.Ct[0].Study);
        using var study = await archive.Server.GetJsonAsync("studies", client);
        Assert.Equal(client.BaseAddress + archive.Ct[0].StudyPath, study.RootElement[0].GetProperty("00081190").GetProperty("Value")[0].GetString());
        using var metadata = await archive.Server.GetJsonAsync(archive.Ct[0].Path + "/metadata", client);
        var address = metadata.RootElement[0].GetProperty("7FE00010").GetProperty("BulkDataURI").GetString()!;
        Assert.StartsWith(client.BaseAddress!.ToString(), address, StringComparison.Ordinal);
        using var bulk = await archive.Server.GetAsync(address, "application/octet-stream", client: client);
        Assert.Equal(archive.Ct[0].Pixels, await bulk.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Links_do_not_store()
    {
        using var client = archive.Server.LinkClient(archive.Ct[0].Study);
        using var content = new ByteArrayContent(archive.Ct[0].File);
        content.Headers.ContentType = new("application/dicom");
        using var response = await client.PostAsync("studies", content);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(403, problem.RootElement.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task What_a_bearer_sees_and_is_refused_is_audited()
    {
        using var client = archive.Server.LinkClient(archive.Ct[0].Study);
        using (await archive.Server.GetAsync(archive.Ct[0].Path + "/rendered", "image/jpeg", client: client))
        using (await archive.Server.GetAsync(archive.Ct[1].Path + "/frames/1", "*/*", client: client))
        using (await archive.Server.GetAsync(archive.XRay.Path + "/frames/1", "*/*", client: client))
        {
        }

        var seen = await archive.Server.AuditedAsync(one => one.Action == AuditAction.LinkImageViewed && one.Detail?.Text.StartsWith("rendered", StringComparison.Ordinal) == true);
        Assert.Equal((archive.Ct[0].Study, "link-1", "link:link-1", AuditOutcome.Success), (seen.StudyInstanceUid, seen.StudyLinkId, seen.Actor, seen.Outcome));
        Assert.Contains(archive.Ct[0].Instance.Value, seen.Detail?.Text, StringComparison.Ordinal);
        var frame = await archive.Server.AuditedAsync(one => one.Detail?.Text == $"frames 1 of {archive.Ct[1].Instance}");
        Assert.Equal((AuditAction.LinkImageViewed, AuditOutcome.Success), (frame.Action, frame.Outcome));
        var refused = await archive.Server.AuditedAsync(one => one.StudyLinkId == "link-1" && one.StudyInstanceUid == archive.XRay.Study);
        Assert.Equal(AuditOutcome.Refused, refused.Outcome);
    }

    private string Fill(string path) => path
        .Replace("{patient}", archive.XRay.PatientId, StringComparison.Ordinal)
        .Replace("{own}", archive.Ct[0].Study.Value, StringComparison.Ordinal).Replace("{ownSeries}", archive.Ct[0].Series.Value, StringComparison.Ordinal)
        .Replace("{other}", archive.XRay.Study.Value, StringComparison.Ordinal).Replace("{otherSeries}", archive.XRay.Series.Value, StringComparison.Ordinal)
        .Replace("{otherInstance}", archive.XRay.Instance.Value, StringComparison.Ordinal);
}
