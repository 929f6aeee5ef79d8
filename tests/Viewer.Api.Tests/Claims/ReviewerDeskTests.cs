using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.Reports;
using ImagingGateway.Filmless.Tests;
using ImagingGateway.Filmless.Tests.Reports;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Viewer.Api.SignIn;

namespace ImagingGateway.Viewer.Api.Tests.Claims;

public sealed class ReviewerDeskTests : IAsyncLifetime
{
    private const string Reviewer = "gd.hoa";
    private static readonly DateOnly October = new(2026, 10, 1);

    private TestGateway _gateway = null!;
    private DemoClaim _claim = null!;
    private Uid _study;

    private string Code => _claim.Fields["MA_LK"];

    public async Task InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync();
        _claim = DemoClaims.Month(October, lines: 1).Single();
        _study = await DemoSeed.StoreAsync(_gateway.Get<IInstanceIngest>(), _claim.Study);
        await _gateway.AddUserAsync();
        await _gateway.AddUserAsync(Role.Reviewer, Reviewer);
    }

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Fact]
    public async Task Who_strays_is_led_back_to_the_claims()
    {
        using var reviewer = await _gateway.SignedInAsync(Reviewer);
        foreach (var (path, status) in new[] { ("/ledger", HttpStatusCode.Forbidden), ("/audit", HttpStatusCode.Forbidden), ("/claims/nothing", HttpStatusCode.NotFound) })
        {
            using var answer = await reviewer.GetAsync(path);
            Assert.Equal(status, answer.StatusCode);
            Assert.Contains(">Về danh sách hồ sơ</a>", TestGateway.Decoded(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_claim_goes_its_way_from_the_file_to_the_decision()
    {
        using var staff = await _gateway.SignedInAsync();
        using var upload = new MultipartFormDataContent { { new ByteArrayContent(DemoClaims.ToCsv([_claim])), "files", "thang10.csv" } };
        var taken = await PostAsync(staff, "/claims/import", "/claims/import", upload);
        Assert.StartsWith("/claims/files/", taken.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Contains("Đã nhập 1 dòng.", TestGateway.Decoded(await staff.GetStringAsync(taken.Headers.Location)), StringComparison.Ordinal);

        await GrantAsync();
        using var reviewer = await _gateway.SignedInAsync(Reviewer);
        var list = TestGateway.Decoded(await reviewer.GetStringAsync("/claims"));
        Assert.Contains(Code, list, StringComparison.Ordinal);
        Assert.DoesNotContain("/claims/import", list, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/studies\"", list, StringComparison.Ordinal);
        var page = TestGateway.Decoded(await reviewer.GetStringAsync($"/claims/{Code}"));
        Assert.Contains(_claim.Fields["KET_LUAN"], page, StringComparison.Ordinal);
        Assert.Contains($"/images/{_study}/", page, StringComparison.Ordinal);
        Assert.Matches("data-left=\"[1-9][0-9]+\"", page);
        var id = LineIdIn(page);

        Assert.Equal(HttpStatusCode.BadRequest, (await DecideAsync(reviewer, id, ("decision", "refuse"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await DecideAsync(reviewer, id, ("decision", "query"), ("reason", "TimeOrder"), ("note", "<script>alert(1)</script>"))).StatusCode);
        var asked = await staff.GetStringAsync($"/claims/{Code}");
        Assert.DoesNotContain("<script>alert", asked, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)", asked, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await TestGateway.PostAsync(staff, $"/claims/{Code}", $"/claims/lines/{id}/answer", ("answer", "Đồng hồ máy sai"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await DecideAsync(staff, id, ("decision", "accept"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await DecideAsync(reviewer, id, ("decision", "accept"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await DecideAsync(reviewer, id, ("decision", "accept"))).StatusCode);

        Assert.Contains(await _gateway.AuditAsync(_study), line => line is { Actor: Reviewer, Detail.Text: { } detail } && detail.EndsWith("Accepted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reading_is_not_copying_and_another_study_does_not_exist()
    {
        await ImportAsync();
        await GrantAsync();
        var other = await DemoSeed.UltrasoundAsync(_gateway.Get<IInstanceIngest>());
        using var reviewer = await _gateway.SignedInAsync(Reviewer);
        var own = await FirstAsync(_study);
        var foreign = await FirstAsync(other);

        Assert.Equal(HttpStatusCode.OK, (await reviewer.GetAsync(ImageOf(own))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await reviewer.GetAsync($"/view/{own.StudyInstanceUid}/{own.SeriesInstanceUid}/1")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await reviewer.GetAsync(ImageOf(foreign))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await reviewer.GetAsync($"/images/{own.StudyInstanceUid}/{foreign.SeriesInstanceUid}/{foreign.SopInstanceUid}/1")).StatusCode);
        foreach (var path in new[] { $"/dicom-web/studies/{_study}", $"/studies/{_study}", $"/studies/{_study}/manifest.json", $"/ohif/viewer?StudyInstanceUIDs={_study}", "/api/claims/" + Code, "/accounts", "/ledger" })
            Assert.Equal(HttpStatusCode.Forbidden, (await reviewer.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task A_permalink_lives_as_long_as_the_grant()
    {
        await ImportAsync();
        using var nobody = _gateway.Browser();
        Assert.StartsWith("/sign-in?return=", (await nobody.GetAsync($"/claims/{Code}")).Headers.Location!.OriginalString, StringComparison.Ordinal);
        using var reviewer = await _gateway.SignedInAsync(Reviewer);
        Assert.Equal(HttpStatusCode.NotFound, (await reviewer.GetAsync($"/claims/{Code}")).StatusCode);

        await _gateway.AddUserAsync(Role.Administrator, "quan.tri");
        using var administrator = await _gateway.SignedInAsync("quan.tri");
        var incomplete = await TestGateway.PostAsync(administrator, $"/accounts/{Reviewer}/grants", $"/accounts/{Reviewer}/grants", ("facility", "22001"), ("from", "2026-10-01"), ("to", "2026-10-31"), ("expires", "2026-12-31"));
        Assert.Equal(HttpStatusCode.BadRequest, incomplete.StatusCode);
        var granted = await TestGateway.PostAsync(
            administrator, $"/accounts/{Reviewer}/grants", $"/accounts/{Reviewer}/grants",
            ("facility", "22001"), ("from", "2026-10-01"), ("to", "2026-10-31"), ("expires", "2026-12-31"), ("purpose", "Giám định tháng 10"));
        Assert.Equal(HttpStatusCode.Redirect, granted.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await reviewer.GetAsync($"/claims/{Code}")).StatusCode);

        var grant = (await _gateway.Get<ReviewerGrants>().ListAsync(Reviewer, CancellationToken.None)).Single();
        await TestGateway.PostAsync(administrator, $"/accounts/{Reviewer}/grants", $"/accounts/{Reviewer}/grants/{grant.Id}/revoke");
        Assert.Equal(HttpStatusCode.NotFound, (await reviewer.GetAsync($"/claims/{Code}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await reviewer.GetAsync(ImageOf(await FirstAsync(_study)))).StatusCode);
    }

    [Fact]
    public async Task The_hospitals_system_sends_claims_and_reads_their_state()
    {
        using var program = _gateway.Program();
        using var posted = await program.PostAsJsonAsync("/api/claims", new { lines = new object[] { _claim.Fields, new { HO_TEN = "no code" } } });
        using var state = await program.GetAsync($"/api/claims/{Code}");

        var answer = JsonDocument.Parse(await posted.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((HttpStatusCode.OK, 1, 1), (posted.StatusCode, answer.GetProperty("taken").GetInt32(), answer.GetProperty("refused").GetArrayLength()));
        Assert.Equal("Open", JsonDocument.Parse(await state.Content.ReadAsStringAsync()).RootElement[0].GetProperty("state").GetString());
        using var bomb = await program.PostAsync("/api/claims", new StringContent("<!DOCTYPE a [<!ENTITY a \"x\">]><TONG_HOP><MA_LK>&a;</MA_LK></TONG_HOP>", Encoding.UTF8, "application/xml"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, bomb.StatusCode);
    }

    [Fact]
    public async Task Too_large_a_body_is_refused_before_it_is_read()
    {
        // asks before it sends, and waits for the answer however slow the machine is
        using var program = new HttpClient(new SocketsHttpHandler { UseCookies = false, Expect100ContinueTimeout = TimeSpan.FromMinutes(2) }) { BaseAddress = _gateway.Address };
        using var usual = _gateway.Program();
        program.DefaultRequestHeaders.Authorization = usual.DefaultRequestHeaders.Authorization;
        program.DefaultRequestHeaders.ExpectContinue = true;
        using var large = await program.PostAsync("/api/claims", new ByteArrayContent(new byte[(32 << 20) + 1]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
    }

    [Fact]
    public async Task What_a_claim_says_is_shown_as_text_and_never_calculated()
    {
        const string Evil = "<img src=x onerror=alert(1)>";
        var fields = new Dictionary<string, string>(_claim.Fields) { ["HO_TEN"] = Evil, ["KET_LUAN"] = $"<script>alert(2)</script>", ["TEN_DICH_VU"] = "=HYPERLINK(\"http://evil.example\")", ["MA_LK"] = "LK/../\"><b>" };
        await ImportAsync(_claim with { Fields = fields });
        await GrantAsync();
        using var reviewer = await _gateway.SignedInAsync(Reviewer);

        foreach (var path in new[] { "/claims", $"/claims/{Uri.EscapeDataString(fields["MA_LK"])}" })
        {
            var answer = await reviewer.GetAsync(path);
            var html = await answer.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
            Assert.DoesNotContain("\"><b>", html, StringComparison.Ordinal);
            Assert.Contains("script-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }

        var csv = await reviewer.GetStringAsync("/claims/export.csv");
        Assert.Contains("\"'=HYPERLINK(\"\"http://evil.example\"\")\"", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(";\"=", csv, StringComparison.Ordinal);
        Assert.Contains(await _gateway.AuditAsync(), line => line is { Action: AuditAction.Export, Actor: Reviewer });
    }

    [Fact]
    public async Task A_conclusion_from_the_claim_file_is_marked_as_unsigned_unless_a_signed_report_says_the_same()
    {
        const string Stamped = "data-watermark=\"CHƯA\u00A0KÝ · ";
        using var doctor = MadePdf.Certificate("BS. Trần Văn An");
        var trusted = Directory.CreateDirectory(Path.Combine(_gateway.Directory, "keys", "trusted-signers"));
        await File.WriteAllTextAsync(Path.Combine(trusted.FullName, "an.pem"), doctor.ExportCertificatePem());
        await ImportAsync();
        using var staff = await _gateway.SignedInAsync();
        async Task<int> CountAsync() => TestGateway.Decoded(await staff.GetStringAsync($"/claims/{Code}")).Split(Stamped).Length - 1;
        async Task ReportAsync(string key, string conclusion) => await _gateway.Get<IReports>().ReceiveAsync(
            new NewReport
            {
                Origin = ReportOrigin.Rest, SourceKey = key, Actor = "test", StudyInstanceUid = _study, Title = "Kết quả", Description = _claim.Fields["MO_TA"], Conclusion = conclusion,
                Document = MadePdf.Signed(doctor),
            },
            CancellationToken.None);

        Assert.Equal(1, await CountAsync());
        await ReportAsync("other", "Kết luận khác.");
        Assert.Equal(1, await CountAsync());
        await ReportAsync("same", _claim.Fields["KET_LUAN"]);
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Every_check_and_finding_has_a_sentence()
    {
        var month = DemoClaims.Month(October, lines: 120, faulty: 0.5).ToList();
        await DemoSeed.StoreAsync(_gateway.Get<IInstanceIngest>(), [.. month.SelectMany(claim => claim.Study)]);
        await _gateway.Get<ClaimDesk>().ImportAsync("month", [DemoClaims.ToCsv(month)], "test", CancellationToken.None);
        using var staff = await _gateway.SignedInAsync();
        foreach (var page in new[] { "/claims", "/claims?page=2", "/claims?page=3", "/claims/export.csv?lang=en" })
            Assert.DoesNotContain("Finding", await staff.GetStringAsync(page), StringComparison.Ordinal);
    }

    private static string LineIdIn(string page) => System.Text.RegularExpressions.Regex.Match(page, "/claims/lines/([a-z0-9]+)/decision").Groups[1].Value;

    private static string ImageOf(StoredInstance instance) => $"/images/{instance.StudyInstanceUid}/{instance.SeriesInstanceUid}/{instance.SopInstanceUid}/1";

    private Task<HttpResponseMessage> DecideAsync(HttpClient browser, string id, params (string, string)[] fields) =>
        TestGateway.PostAsync(browser, "/change-password", $"/claims/lines/{id}/decision", fields);

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string page, string action, MultipartFormDataContent content)
    {
        var token = System.Text.RegularExpressions.Regex.Match(await browser.GetStringAsync(page), "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        content.Add(new StringContent(token), "__RequestVerificationToken");
        return await browser.PostAsync(action, content);
    }

    private Task<ClaimFile> ImportAsync(DemoClaim? claim = null) => _gateway.Get<ClaimDesk>().ImportAsync("test", [DemoClaims.ToCsv([claim ?? _claim])], "test", CancellationToken.None);

    private Task<ReviewerGrant> GrantAsync() => _gateway.Get<ReviewerGrants>().CreateAsync(
        Reviewer, "22001", October, October.AddDays(30), _gateway.Clock.GetUtcNow().AddDays(30), "test", "admin", CancellationToken.None);

    private async Task<StoredInstance> FirstAsync(Uid study)
    {
        await foreach (var instance in _gateway.Get<IInstanceRetrieve>().LocateAsync(RetrieveScope.Study(study), CancellationToken.None))
            return instance;
        throw new InvalidOperationException("The study is not stored.");
    }
}
