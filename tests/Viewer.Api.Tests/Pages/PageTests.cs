using System.Net.Http.Json;
using System.Net;
using System.Text.RegularExpressions;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Evidence.Signing;
using ImagingGateway.Filmless.Evidence.Verification;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Filmless.Tests;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Viewer.Api.SignIn;

namespace ImagingGateway.Viewer.Api.Tests.Pages;

/// <summary>Every page people use, over real studies.</summary>
public sealed partial class PageTests : IAsyncLifetime
{
    private const string Attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

    private TestGateway _gateway = null!;
    private HttpClient _browser = null!;
    private Uid _study;

    public async Task InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync();
        await _gateway.AddUserAsync(Api.SignIn.Role.Administrator);
        _study = await DemoSeed.CtAsync(_gateway.Get<IInstanceIngest>());
        _browser = await _gateway.SignedInAsync();
    }

    public Task DisposeAsync()
    {
        _browser.Dispose();
        return _gateway.DisposeAsync().AsTask();
    }

    [Theory]
    [InlineData("phuong nguyen", true)]
    [InlineData("PHƯỢNG", true)]
    [InlineData("BN24001837", true)]
    [InlineData("CT26110001", true)]
    [InlineData("tran", false)]
    public async Task The_list_finds_names_without_accents_and_any_number(string text, bool found)
    {
        var html = await _browser.GetStringAsync($"/studies?q={Uri.EscapeDataString(text)}");

        Assert.Equal(found, html.Contains(_study.Value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("from=2026-11-20&to=2026-11-20", true)]
    [InlineData("from=2026-11-21", false)]
    [InlineData("modality=CT", true)]
    [InlineData("modality=MR", false)]
    [InlineData("from=20/11/2026&page=-3&modality=", true)]
    public async Task The_list_filters_by_day_and_modality_and_forgives_nonsense(string query, bool found)
    {
        var html = await _browser.GetStringAsync($"/studies?{query}");

        Assert.Equal(found, html.Contains(_study.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_modality_sends_is_text_on_every_page()
    {
        var study = await DemoSeed.UltrasoundAsync(_gateway.Get<IInstanceIngest>(), dataSet =>
        {
            dataSet.SetString(Tags.PatientName, Attack);
            dataSet.SetString(Tags.PatientID, Attack);
            dataSet.SetString(Tags.StudyDescription, Attack);
            dataSet.SetString(Tags.SeriesDescription, Attack);
            dataSet.SetString(Tags.InstitutionName, Attack);
            dataSet.SetString(Tags.StationName, "<b>x</b>");
        });
        var link = await _gateway.CreateLinkAsync(study);
        string[] pages =
        [
            "/studies", $"/studies/{study}", $"/studies/{study}/row", $"/links/new?study={study}", $"/studies/{study}/audit", "/links", "/devices",
            $"/l/{link.Token}", $"/studies?q={Uri.EscapeDataString(Attack)}",
        ];

        foreach (var page in pages)
        {
            var html = await _browser.GetStringAsync(page);
            Assert.DoesNotContain("<script>", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img src=x", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<b>x</b>", html, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains(Attack, TestGateway.Decoded(await _browser.GetStringAsync($"/studies/{study}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_page_needs_inline_script_or_style_and_each_carries_the_policy()
    {
        foreach (var page in new[] { "/sign-in", "/change-password", "/studies", $"/studies/{_study}", $"/links/new?study={_study}", $"/studies/{_study}/audit", "/links", "/claims", "/ledger", "/devices", "/health", "/accounts" })
        {
            var answer = await _browser.GetAsync(page);
            var html = await answer.Content.ReadAsStringAsync();

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.DoesNotMatch(InlineCode(), html);
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
            Assert.DoesNotContain("chẩn đoán", TestGateway.Decoded(html), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("/studies/1.2.3")]
    [InlineData("/studies/1.2.3/audit")]
    [InlineData("/links/new?study=1.2.3")]
    [InlineData("/studies/..%2F..%2Fetc")]
    [InlineData("/view/1.2.3/1.2/1")]
    [InlineData("/no-such-page")]
    public async Task What_is_not_there_is_said_in_plain_words(string address)
    {
        var answer = await _browser.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Hãy", TestGateway.Decoded(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_studies_announce_themselves_to_the_open_list()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/studies/arrivals");
        using var answer = await _browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("event: hello", await reader.ReadLineAsync());

        var study = await DemoSeed.UltrasoundAsync(_gateway.Get<IInstanceIngest>());

        string? line;
        do
            line = await reader.ReadLineAsync();
        while (line is not null && line != $"data: {study}");
        Assert.NotNull(line);
        Assert.Contains("<tr data-study=", await _browser.GetStringAsync($"/studies/{study}/row"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_list_does_not_hold_up_a_restart()
    {
        using var answer = await _browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/studies/arrivals"), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Equal("event: hello", await reader.ReadLineAsync());

        var stopping = _gateway.Server.StopAsync();

        // the stream ends by itself; if it did not, this would wait for the server's shutdown time-out and fail on a cut connection
        await reader.ReadToEndAsync();
        await stopping;
    }

    [Fact]
    public async Task Pages_travel_compressed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/studies");
        request.Headers.AcceptEncoding.ParseAdd("br, gzip");

        using var answer = await _browser.SendAsync(request);

        Assert.Equal("br", Assert.Single(answer.Content.Headers.ContentEncoding));
    }

    [Fact]
    public async Task The_health_page_and_its_machine_form_agree()
    {
        var page = TestGateway.Decoded(await _browser.GetStringAsync("/health"));
        var state = await _browser.GetAsync("/health/state");

        Assert.Contains("1 ca, 5 tệp, 1 bệnh nhân", page, StringComparison.Ordinal);
        // the web part is not built in this directory, and the page must say so
        Assert.Contains("./run", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, state.StatusCode);
        Assert.Contains("\"name\":\"Web\",\"state\":\"bad\"", await state.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("{\"status\":\"ok\"}", await _gateway.Browser().GetStringAsync("/health/live"));
    }

    [Fact]
    public async Task The_health_page_tells_a_power_failure_from_a_failing_disk()
    {
        var aside = Directory.CreateDirectory(Path.Combine(_gateway.Directory, "spool", "1", "damaged")).FullName;
        var name = $"{1:x16}-{2:x16}-{3:x}-{new string('4', 64)}"; // three bytes are promised
        await File.WriteAllBytesAsync(Path.Combine(aside, name), [1]);
        var cut = TestGateway.Decoded(await _browser.GetStringAsync("/health"));
        await File.WriteAllBytesAsync(Path.Combine(aside, name), [1, 2, 3]);
        var damaged = TestGateway.Decoded(await _browser.GetStringAsync("/health"));

        Assert.Contains("1 tệp bị cắt ngang do mất điện khi đang nhận.", cut, StringComparison.Ordinal);
        Assert.DoesNotContain("ổ đĩa làm hỏng", cut, StringComparison.Ordinal);
        Assert.Contains("1 tệp bị ổ đĩa làm hỏng sau khi đã nhận.", damaged, StringComparison.Ordinal);
        Assert.DoesNotContain("mất điện", damaged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_health_page_announces_what_guessing_has_locked_until_it_is_open_again()
    {
        Assert.Contains("Không có gì bị khóa.", TestGateway.Decoded(await _browser.GetStringAsync("/health")), StringComparison.Ordinal);
        var link = await _gateway.CreateLinkAsync(_study, "2468");
        await _gateway.Get<Accounts>().CreateAsync("bs.minh", TestGateway.Password, Role.Radiologist, mustChange: false, "test", CancellationToken.None);
        for (var guess = 0; guess < 5; guess++)
        {
            await _gateway.Get<IStudyLinks>().ConfirmAsync(link.Token, "0000", new LinkVisitor(null), CancellationToken.None);
            await _gateway.Get<Accounts>().SignInAsync("bs.minh", "wrong", null, CancellationToken.None);
        }

        Assert.Contains("1 tài khoản, 1 liên kết.", TestGateway.Decoded(await _browser.GetStringAsync("/health")), StringComparison.Ordinal);
        Assert.Contains("\"name\":\"Locked\",\"state\":\"warn\"", await (await _browser.GetAsync("/health/state")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        _gateway.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Contains("Không có gì bị khóa.", TestGateway.Decoded(await _browser.GetStringAsync("/health")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_manifest_is_a_download_and_an_export_in_the_audit_trail()
    {
        var answer = await _browser.GetAsync($"/studies/{_study}/manifest.json");

        Assert.Equal($"manifest-{_study}.json", answer.Content.Headers.ContentDisposition!.FileName);
        Assert.All(ManifestVerification.Check(await answer.Content.ReadAsByteArrayAsync(), _gateway.Get<HospitalKeys>().All()).Findings, finding => Assert.False(finding.IsFault, finding.Text));
        Assert.Contains(await _gateway.AuditAsync(_study), line => line is { Action: Storage.Audit.AuditAction.Export, Actor: TestGateway.UserName });
    }

    [Fact]
    public async Task A_report_sent_by_a_program_stands_beside_the_images_and_says_that_it_is_not_signed()
    {
        using var ris = _gateway.Program();
        var body = new { id = "1", accessionNumber = "CT26110001", description = "<b>Không</b> thấy nốt", conclusion = "Bình thường", reportedAt = "202611200915" };
        var created = await ris.PostAsJsonAsync("/api/reports", body);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ris.PostAsJsonAsync("/api/reports", body)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await ris.PostAsJsonAsync("/api/reports", new { id = "2", accessionNumber = "CT26110001" })).StatusCode);

        var html = await _browser.GetStringAsync($"/studies/{_study}");

        Assert.Contains("CHƯA KÝ", TestGateway.Decoded(html), StringComparison.Ordinal);
        Assert.Contains("data-watermark=\"CHƯA\u00A0KÝ · CHƯA\u00A0KÝ", TestGateway.Decoded(html), StringComparison.Ordinal);
        Assert.DoesNotContain("<b>Không", html, StringComparison.Ordinal);
        Assert.Contains("Bình thường", await ris.GetStringAsync($"/api/studies/{_study}/reports"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await ris.PostAsJsonAsync("/api/reports", body with { accessionNumber = "CHUA-CO" })).StatusCode);
        Assert.Contains("CHUA-CO", await _browser.GetStringAsync("/reports"), StringComparison.Ordinal);
        Assert.Contains("Chốt bản này", TestGateway.Decoded(await _browser.GetStringAsync($"/studies/{_study}/evidence")), StringComparison.Ordinal);
    }

    [GeneratedRegex("<script(?![^>]* src=)|<style|\\sstyle=\"|\\son[a-z]+=\"", RegexOptions.IgnoreCase)]
    private static partial Regex InlineCode();
}
