using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Filmless.Tests;
using ImagingGateway.Storage.Ingest;

namespace ImagingGateway.Viewer.Api.Tests.Links;

/// <summary>How people and programs of the hospital make and end links.</summary>
public sealed partial class LinkManagementTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;
    private Uid _study;

    public async Task InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync(new ViewerOptions { PublicUrl = "https://pacs.example.vn/" });
        _study = await DemoSeed.CtAsync(_gateway.Get<IInstanceIngest>());
        await _gateway.AddUserAsync();
    }

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Fact]
    public async Task The_form_makes_a_link_with_a_random_pin_shown_once()
    {
        using var browser = await _gateway.SignedInAsync();

        var answer = await CreateAsync(browser, ("days", "7"), ("pin", "random"), ("note", "cho bảo hiểm"));
        var html = TestGateway.Decoded(await answer.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var token = LinkAddress().Match(html).Groups[1].Value;
        var pin = PinText().Match(html).Groups[1].Value;
        Assert.Contains("<svg", html, StringComparison.Ordinal);
        using var bearer = _gateway.Browser();
        Assert.Equal(HttpStatusCode.Redirect, (await TestGateway.PostAsync(bearer, $"/l/{token}", $"/l/{token}", ("pin", pin))).StatusCode);
        var list = TestGateway.Decoded(await browser.GetStringAsync("/links"));
        Assert.Contains("cho bảo hiểm", list, StringComparison.Ordinal);
        Assert.DoesNotContain(token, list, StringComparison.Ordinal);
        Assert.Contains("30/11/2026 09:00", list, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("date", "2026-11-22", "none", "", "Hãy chọn một ngày trong tương lai.")]
    [InlineData("date", "", "none", "", "Hãy chọn một ngày trong tương lai.")]
    [InlineData("date", "22/11/2026", "none", "", "Hãy chọn một ngày trong tương lai.")]
    [InlineData("date", "12/31/2026", "none", "", "Ngày được nhập theo dạng ngày/tháng/năm")]
    [InlineData("9999", "", "none", "", "Liên kết có hiệu lực tối đa hai năm. Hãy chọn ngày sớm hơn.")]
    [InlineData("7", "", "own", "", "PIN gồm 4 đến 12 chữ số. Hãy nhập lại hoặc chọn PIN ngẫu nhiên.")]
    [InlineData("7", "", "own", "12ab", "PIN gồm 4 đến 12 chữ số. Hãy nhập lại hoặc chọn PIN ngẫu nhiên.")]
    public async Task A_wish_that_cannot_be_granted_is_answered_with_a_sentence(string days, string until, string pin, string own, string expected)
    {
        using var browser = await _gateway.SignedInAsync();

        var answer = await CreateAsync(browser, ("days", days), ("until", until), ("pin", pin), ("own", own));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(expected, TestGateway.Decoded(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Empty(await _gateway.Get<IStudyLinks>().ListAsync(null, CancellationToken.None));
    }

    [Fact]
    public async Task The_button_revokes()
    {
        var created = await _gateway.CreateLinkAsync(_study);
        using var browser = await _gateway.SignedInAsync();

        var answer = await TestGateway.PostAsync(browser, "/links", $"/links/{created.Link.Id}/revoke", ("return", $"/studies/{_study}"));

        Assert.Equal($"/studies/{_study}", answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Gone, (await _gateway.Browser().GetAsync($"/l/{created.Token}")).StatusCode);
    }

    [Fact]
    public async Task Programs_create_list_look_at_and_revoke_links()
    {
        using var program = _gateway.Program();

        var created = await program.PostAsJsonAsync("/api/study-links", new { studyInstanceUids = new[] { _study.Value }, days = 30, pin = "1357", note = "HIS", basis = "Treatment" });
        var body = await created.Content.ReadFromJsonAsync<JsonElement>();
        var (id, token) = (body.GetProperty("id").GetString(), body.GetProperty("token").GetString());

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal($"https://pacs.example.vn/l/{token}", body.GetProperty("url").GetString());
        Assert.StartsWith("<svg", body.GetProperty("qrSvg").GetString(), StringComparison.Ordinal);
        var png = await program.PostAsJsonAsync("/api/study-links/qr.png", new { token });
        Assert.Equal(StudyLinkQr.Png($"https://pacs.example.vn/l/{token}"), await png.Content.ReadAsByteArrayAsync());
        var listed = await program.GetStringAsync($"/api/study-links?StudyInstanceUID={_study}");
        Assert.Contains(id!, listed, StringComparison.Ordinal);
        Assert.DoesNotContain(token!, listed, StringComparison.Ordinal);
        Assert.True((await program.GetFromJsonAsync<JsonElement>($"/api/study-links/{id}")).GetProperty("hasPin").GetBoolean());
        Assert.Equal(HttpStatusCode.NoContent, (await program.DeleteAsync($"/api/study-links/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await _gateway.Browser().GetAsync($"/l/{token}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await program.DeleteAsync("/api/study-links/none")).StatusCode);
    }

    [Theory]
    [InlineData("""{"studyInstanceUids":["1.2.3"],"days":30,"basis":"PatientRequest"}""", HttpStatusCode.NotFound)]
    [InlineData("""{"studyInstanceUids":[],"days":30}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"days":30}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"studyInstanceUids":["../../etc/passwd"]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"studyInstanceUids":["1.2.3"],"days":30}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"studyInstanceUids":["1.2.3"],"basis":"PatientRequest","permission":"everything"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"studyInstanceUids":["1.2.3"],"basis":"17"}""", HttpStatusCode.BadRequest)]
    [InlineData("not json", HttpStatusCode.BadRequest)]
    public async Task Programs_get_a_clear_refusal(string json, HttpStatusCode expected)
    {
        using var program = _gateway.Program();

        var answer = await program.PostAsync("/api/study-links", new StringContent(json, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Several_studies_of_a_patient_go_behind_one_link()
    {
        var before = await DemoSeed.StoreAsync(_gateway.Get<IInstanceIngest>(), [.. DemoStudies.ChestCT(new DateTime(2026, 10, 1, 8, 0, 0), slices: 3, size: 64)]);
        var stranger = await DemoSeed.UltrasoundAsync(_gateway.Get<IInstanceIngest>());
        using var browser = await _gateway.SignedInAsync();

        var list = await browser.GetStringAsync("/studies");
        var page = await browser.GetStringAsync($"/links/new?study={_study}");
        var answer = await CreateAsync(browser, ("study", before.Value), ("days", "7"), ("pin", "year"));
        var html = TestGateway.Decoded(await answer.Content.ReadAsStringAsync());

        Assert.All([_study, before, stranger], study => Assert.Contains($"name=\"study\" value=\"{study}\" form=\"chosen\"", list, StringComparison.Ordinal));
        Assert.Contains($"value=\"{_study}\" checked", page, StringComparison.Ordinal);
        Assert.Contains($"value=\"{before}\"", page, StringComparison.Ordinal); // the patient's other study is offered
        Assert.DoesNotContain(stranger.Value, page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("01/10/2026", html, StringComparison.Ordinal);
        var link = Assert.Single(await _gateway.Get<IStudyLinks>().ListAsync(null, CancellationToken.None));
        Assert.Equal([_study, before], link.StudyInstanceUids);
        using var bearer = _gateway.Browser();
        var token = LinkAddress().Match(html).Groups[1].Value;
        await TestGateway.PostAsync(bearer, $"/l/{token}", $"/l/{token}", ("pin", "1962"));
        var shown = await bearer.GetStringAsync($"/l/{token}");
        Assert.All([_study, before], study => Assert.Contains(study.Value, shown, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Studies_of_several_patients_are_told_and_have_no_year_of_birth_in_common()
    {
        var stranger = await DemoSeed.UltrasoundAsync(_gateway.Get<IInstanceIngest>());
        using var browser = await _gateway.SignedInAsync();

        var page = TestGateway.Decoded(await browser.GetStringAsync($"/links/new?study={_study}&study={stranger}"));
        var answer = await CreateAsync(browser, ("study", stranger.Value), ("days", "7"), ("pin", "year"));

        Assert.Contains("thuộc nhiều người bệnh: NGUYỄN THỊ PHƯỢNG, ", page, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"year\"", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Không có năm sinh chung", TestGateway.Decoded(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Empty(await _gateway.Get<IStudyLinks>().ListAsync(null, CancellationToken.None));
    }

    [Fact]
    public async Task A_link_to_nothing_is_answered_with_what_to_do()
    {
        using var browser = await _gateway.SignedInAsync();

        using var answer = await browser.GetAsync("/links/new");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Hãy quay lại và đánh dấu", TestGateway.Decoded(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> CreateAsync(HttpClient browser, params (string Name, string Value)[] fields) =>
        TestGateway.PostAsync(browser, $"/links/new?study={_study}", "/links/new", [("study", _study.Value), ("basis", "PatientRequest"), .. fields]);

    [GeneratedRegex("value=\"https://pacs.example.vn/l/([^\"]+)\"")]
    private static partial Regex LinkAddress();

    [GeneratedRegex("PIN <strong>([0-9]{6})</strong>")]
    private static partial Regex PinText();
}
