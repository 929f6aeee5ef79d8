using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Filmless.Evidence.Portable;
using ImagingGateway.Filmless.Evidence.Signing;
using ImagingGateway.Filmless.Evidence.Verification;
using ImagingGateway.Filmless.Reports;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Filmless.Tests;
using ImagingGateway.Filmless.Tests.Reports;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Viewer.Api.SignIn;

namespace ImagingGateway.Viewer.Api.Tests.Evidence;

/// <summary>Portable copies as people get them, and what shows when one was tampered with.</summary>
public sealed partial class EvidenceCopyTests : IAsyncLifetime
{
    private const string Script = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)></script><!--";

    private readonly string _path = Path.GetTempFileName();
    private TestGateway _gateway = null!;
    private Uid _study;

    private JsonWebKeySet Keys => _gateway.Get<HospitalKeys>().All();

    public async Task InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync();
        _study = await DemoSeed.CtAsync(_gateway.Get<IInstanceIngest>(), data => data.SetString(Tags.StudyDescription, Script).SetString(Tags.SeriesDescription, Script).SetString(Tags.InstitutionName, Script));
        await _gateway.Get<IStudyManifests>().FreezeAsync(_study, Script, "test", CancellationToken.None);
        await _gateway.Get<IReports>().ReceiveAsync(
            new NewReport
            {
                Origin = ReportOrigin.Rest, SourceKey = "1", Actor = "test", StudyInstanceUid = _study, Title = Script, Description = Script, Conclusion = Script, ReaderName = Script,
                Document = MadePdf.Unsigned(),
            },
            CancellationToken.None);
        await _gateway.AddUserAsync();
    }

    public async Task DisposeAsync()
    {
        File.Delete(_path);
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_copy_holds_everything_and_is_verified_without_the_gateway()
    {
        await SaveAsync(_gateway.Program(), $"/studies/{_study}/evidence.zip?images=true");

        using (var zip = await ZipFile.OpenReadAsync(_path))
        {
            var names = zip.Entries.Select(entry => entry.FullName).ToList();
            Assert.Equal(5, names.Count(name => name.StartsWith("dicom/SE000001/", StringComparison.Ordinal)));
            Assert.Equal(5, names.Count(name => name.StartsWith("images/", StringComparison.Ordinal)));
            Assert.Empty(new[] { "evidence.html", "reports/1.pdf", "frozen/1.json", "manifest.json", "package.json", "jwks.json" }.Except(names));
        }

        var (findings, manifest) = await PackageVerification.CheckAsync(_path, Keys, CancellationToken.None);
        Assert.All(findings, finding => Assert.False(finding.IsFault, finding.Text));
        Assert.Equal(_study.Value, manifest!.StudyInstanceUid);
        Assert.Contains(findings, finding => finding.Text.Contains("All 5 instances", StringComparison.Ordinal));
        var line = Assert.Single(await _gateway.AuditAsync(_study), line => line.Action == AuditAction.Export);
        Assert.Equal((TestGateway.UserName, new FileInfo(_path).Length), (line.Actor, line.Bytes));
    }

    [Theory]
    [InlineData("evidence.html", "evidence.html was changed")]
    [InlineData("images/002.jpg", "images/002.jpg was changed")]
    [InlineData("reports/1.pdf", "reports/1.pdf was changed")]
    [InlineData("frozen/1.json", "frozen/1.json was changed")]
    [InlineData("manifest.json", "manifest.json")]
    [InlineData("package.json", "package.json")]
    [InlineData("dicom/SE000001/IM000003.dcm", "Missing or changed: SOP Instance UID")]
    public async Task A_changed_byte_of_any_file_is_named(string name, string named)
    {
        await SaveAsync(_gateway.Program(), $"/studies/{_study}/evidence.zip?images=true");
        await ChangeAsync(name, bytes => bytes[bytes.Length / 2] ^= 1);

        var (findings, _) = await PackageVerification.CheckAsync(_path, Keys, CancellationToken.None);

        Assert.Contains(findings, finding => finding.IsFault && finding.Text.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_added_taken_out_or_signed_by_another_is_named()
    {
        await SaveAsync(_gateway.Program(), $"/studies/{_study}/evidence.zip");
        await using (var zip = await ZipFile.OpenAsync(_path, ZipArchiveMode.Update))
        {
            zip.GetEntry("images/001.jpg")!.Delete();
            await using var added = await zip.CreateEntry("reports/2.pdf").OpenAsync();
            added.WriteByte(1);
        }

        var faults = (await PackageVerification.CheckAsync(_path, Keys, CancellationToken.None)).Findings.Where(finding => finding.IsFault).Select(finding => finding.Text).ToList();
        Assert.Equal(["images/001.jpg was signed but is not in the ZIP.", "'reports/2.pdf' is in the ZIP but not in the signed list."], faults);
        using var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        Assert.Contains((await PackageVerification.CheckAsync(_path, new JsonWebKeySet([JsonWebKey.Of(other)]), CancellationToken.None)).Findings, finding => finding.IsFault && finding.Text.Contains("published", StringComparison.Ordinal));
        await File.WriteAllBytesAsync(_path, [0x50, 0x4B, 3, 4, 1, 2, 3]);
        Assert.Contains((await PackageVerification.CheckAsync(_path, Keys, CancellationToken.None)).Findings, finding => finding.IsFault && finding.Text.Contains("damaged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Received_text_stays_text_and_the_page_lets_nothing_run_but_its_own_script()
    {
        var html = await _gateway.Program().GetStringAsync($"/studies/{_study}/evidence.html");

        // everything that is no script block must hold no tag of the received text
        var shown = ScriptBlock().Replace(html, "");
        Assert.DoesNotContain("<script", shown, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img src=x", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("alert(1)</script>", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(1)", shown, StringComparison.Ordinal);
        Assert.Equal(5, PictureTag().Count(html));
        Assert.Contains("default-src 'none'; img-src data:; style-src 'sha256-", html, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", html[..html.IndexOf("<style>", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_gives_a_copy_only_when_it_permits_files_and_none_without_names()
    {
        var files = await _gateway.CreateLinkAsync(_study, null, wish => wish with { Recipient = "Bệnh viện tuyến trên" });
        var look = await _gateway.CreateLinkAsync(_study, null, wish => wish with { Permission = LinkPermission.ViewFull });
        var nameless = await _gateway.CreateLinkAsync(_study, null, wish => wish with { IsDeidentified = true });
        using var bearer = _gateway.Browser();

        Assert.Contains($"/l/{files.Token}/studies/{_study}/evidence.zip", await bearer.GetStringAsync($"/l/{files.Token}"), StringComparison.Ordinal);
        Assert.DoesNotContain("evidence.zip", await bearer.GetStringAsync($"/l/{look.Token}"), StringComparison.Ordinal);
        Assert.DoesNotContain("evidence.zip", await bearer.GetStringAsync($"/l/{nameless.Token}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await bearer.GetAsync($"/l/{look.Token}/studies/{_study}/evidence.zip")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await bearer.GetAsync($"/l/{nameless.Token}/studies/{_study}/evidence.html")).StatusCode);
        var masked = _gateway.Get<Filmless.DeIdentification.MaskedStudies>().Mask(nameless.Link).StudyInstanceUids[0];
        Assert.Equal(HttpStatusCode.Forbidden, (await bearer.GetAsync($"/l/{nameless.Token}/studies/{masked}/evidence.html")).StatusCode);
        await SaveAsync(bearer, $"/l/{files.Token}/studies/{_study}/evidence.zip");
        Assert.All((await PackageVerification.CheckAsync(_path, Keys, CancellationToken.None)).Findings, finding => Assert.False(finding.IsFault, finding.Text));
        var html = TestGateway.Decoded(await bearer.GetStringAsync($"/l/{files.Token}/studies/{_study}/evidence.html"));
        Assert.Contains("Bệnh viện tuyến trên", html, StringComparison.Ordinal);
        Assert.DoesNotContain("15/04/1962", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoking_a_link_cuts_the_copy_that_is_under_way()
    {
        // more than the two ends of a connection can hold between them, and nothing a ZIP makes small
        var filler = new byte[8 << 20];
        new Random(5).NextBytes(filler);
        var study = await DemoSeed.UltrasoundAsync(_gateway.Get<IInstanceIngest>(), data => data.Set(new DataElement(new Tag(0x0042, 0x0011), VR.OB, filler)));
        var link = await _gateway.CreateLinkAsync(study);
        using var bearer = _gateway.Browser();
        using var answer = await bearer.GetAsync($"/l/{link.Token}/studies/{study}/evidence.zip?images=true", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        await _gateway.Get<IStudyLinks>().RevokeAsync(link.Link.Id, "nurse", CancellationToken.None);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await _gateway.AuditAsync(study, link.Link.Id)).Any(line => line is { Action: AuditAction.Export, Outcome: AuditOutcome.Aborted }))
            patience.Token.ThrowIfCancellationRequested();
        await using var body = await answer.Content.ReadAsStreamAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(Stream.Null, patience.Token));
        Assert.Equal(HttpStatusCode.Gone, (await bearer.GetAsync($"/l/{link.Token}/studies/{study}/evidence.zip")).StatusCode);
    }

    [Fact]
    public async Task A_reviewer_copies_only_when_a_grant_says_so_and_then_neither_files_nor_documents()
    {
        var claim = DemoClaims.Month(new DateOnly(2026, 10, 1), lines: 1).Single();
        var study = await DemoSeed.StoreAsync(_gateway.Get<IInstanceIngest>(), claim.Study);
        await _gateway.Get<ClaimDesk>().ImportAsync("x.csv", [DemoClaims.ToCsv([claim])], "test", CancellationToken.None);
        await _gateway.AddUserAsync(Role.Reviewer, "gd.hoa");
        using var reviewer = await _gateway.SignedInAsync("gd.hoa");
        var (from, until) = (new DateOnly(2026, 10, 1), _gateway.Clock.GetUtcNow().AddDays(9));
        await _gateway.Get<ReviewerGrants>().CreateAsync("gd.hoa", "*", from, from.AddDays(30), until, "test", "test", CancellationToken.None);

        Assert.Equal(HttpStatusCode.Forbidden, (await reviewer.GetAsync($"/studies/{study}/evidence.zip")).StatusCode);
        Assert.DoesNotContain("evidence.zip", await reviewer.GetStringAsync($"/claims/{claim.Fields["MA_LK"]}"), StringComparison.Ordinal);
        await _gateway.Get<ReviewerGrants>().CreateAsync("gd.hoa", "*", from, from.AddDays(30), until, "test", mayCopy: true, "test", CancellationToken.None);
        Assert.Equal(HttpStatusCode.NotFound, (await reviewer.GetAsync($"/studies/{_study}/evidence.zip")).StatusCode);
        Assert.Contains("evidence.zip", await reviewer.GetStringAsync($"/claims/{claim.Fields["MA_LK"]}"), StringComparison.Ordinal);
        await SaveAsync(reviewer, $"/studies/{study}/evidence.zip?images=true");

        using var zip = await ZipFile.OpenReadAsync(_path);
        Assert.DoesNotContain(zip.Entries, entry => entry.FullName.StartsWith("dicom/", StringComparison.Ordinal) || entry.FullName.StartsWith("reports/", StringComparison.Ordinal));
        Assert.Contains(zip.Entries, entry => entry.FullName.StartsWith("images/", StringComparison.Ordinal));
    }

    private async Task SaveAsync(HttpClient client, string path)
    {
        await using var answer = await client.GetStreamAsync(path);
        await using var file = File.Create(_path);
        await answer.CopyToAsync(file);
    }

    private async Task ChangeAsync(string name, Action<byte[]> change)
    {
        await using var zip = await ZipFile.OpenAsync(_path, ZipArchiveMode.Update);
        await using var content = await zip.GetEntry(name)!.OpenAsync();
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        var changed = bytes.ToArray();
        change(changed);
        content.Position = 0;
        await content.WriteAsync(changed);
    }

    [GeneratedRegex("<script[^>]*>[^<]*</script>", RegexOptions.IgnoreCase)]
    private static partial Regex ScriptBlock();

    [GeneratedRegex("<img ")]
    private static partial Regex PictureTag();
}
