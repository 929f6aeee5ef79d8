using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.Tests;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Viewer.Api.SignIn;

namespace ImagingGateway.Viewer.Api.Tests.Attacks;

/// <summary>Files that attack who reads them, and texts that attack who opens an export.</summary>
public sealed partial class ImportAttackTests : IAsyncLifetime
{
    private const string Marker = "marker-of-a-file-nobody-may-read";

    private TestGateway _gateway = null!;
    private string _secret = "";

    public async Task InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync();
        _secret = Path.Combine(_gateway.Directory, "secret.txt");
        await File.WriteAllTextAsync(_secret, Marker);
        await _gateway.AddUserAsync(Role.Administrator);
    }

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Fact]
    public async Task Bombs_are_refused_with_a_sentence_and_the_gateway_goes_on()
    {
        var laughs = string.Concat(Enumerable.Range(1, 29).Select(level => $"<!ENTITY a{level} \"&a{level - 1};&a{level - 1};\">"));
        var envelope = "<TONG_HOP><MA_LK>1</MA_LK></TONG_HOP>";
        for (var level = 0; level < 12; level++)
            envelope = $"<GIAMDINHHS><NOIDUNGFILE>{Convert.ToBase64String(Encoding.UTF8.GetBytes(envelope))}</NOIDUNGFILE></GIAMDINHHS>";
        string[] bombs =
        [
            "<!DOCTYPE a [<!ENTITY a0 \"ha\">" + laughs + "]><TONG_HOP><MA_LK>&a29;</MA_LK></TONG_HOP>",
            "<!DOCTYPE a [<!ENTITY x \"" + new string('x', 1 << 20) + "\">]><TONG_HOP>" + string.Concat(Enumerable.Repeat("&x;", 5000)) + "</TONG_HOP>",
            string.Concat(Enumerable.Repeat("<a>", 200_000)),
            "<TONG_HOP " + string.Concat(Enumerable.Range(0, 200_000).Select(number => $"a{number}=\"\" ")) + "/>",
            envelope,
            "MA_LK\n\"" + new string('x', 8 << 20),
            string.Concat(Enumerable.Repeat("MA_LK;", 500_000)),
            "{\"lines\":" + new string('[', 1_000_000),
            "PK\u0003\u0004" + new string('\0', 1 << 16),
        ];
        using var program = _gateway.Program();
        foreach (var (number, bomb) in bombs.Index())
        {
            using var answer = await program.PostAsync("/api/claims", new StringContent(bomb, Encoding.UTF8, "application/octet-stream"));
            Assert.Equal((number, HttpStatusCode.UnprocessableEntity), (number, answer.StatusCode));
            var refusal = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("refused")[0];
            Assert.NotEmpty(refusal.GetProperty("message").GetString()!);
        }

        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/claims")).StatusCode);
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM \"{file}\">]><TONG_HOP><MA_LK>&x;</MA_LK></TONG_HOP>")]
    [InlineData("<!DOCTYPE a [<!ENTITY % x SYSTEM \"{file}\"> %x;]><TONG_HOP><MA_LK>1</MA_LK></TONG_HOP>")]
    [InlineData("<!DOCTYPE TONG_HOP SYSTEM \"{file}\"><TONG_HOP><MA_LK>1</MA_LK></TONG_HOP>")]
    [InlineData("<GIAMDINHHS><NOIDUNGFILE>{inner}</NOIDUNGFILE></GIAMDINHHS>")]
    public async Task No_document_makes_the_gateway_read_another_file(string document)
    {
        var address = new Uri(_secret).AbsoluteUri;
        var inner = $"<!DOCTYPE a [<!ENTITY x SYSTEM \"{address}\">]><TONG_HOP><MA_LK>&x;</MA_LK></TONG_HOP>";
        var text = document.Replace("{file}", address, StringComparison.Ordinal).Replace("{inner}", Convert.ToBase64String(Encoding.UTF8.GetBytes(inner)), StringComparison.Ordinal);
        using var program = _gateway.Program();
        using var answer = await program.PostAsync("/api/claims", new StringContent(text, Encoding.UTF8, "application/xml"));
        var told = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.DoesNotContain(Marker, told, StringComparison.Ordinal);
        Assert.DoesNotContain(Marker, await program.GetStringAsync("/claims"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://evil.example\")")]
    [InlineData("+1+1")]
    [InlineData("-2+3")]
    [InlineData("@SUM(A1)")]
    [InlineData(" =1+1")]
    public async Task No_cell_of_any_export_is_a_formula(string evil)
    {
        var claim = DemoClaims.Month(new DateOnly(2026, 10, 1), lines: 1).Single();
        var fields = new Dictionary<string, string>(claim.Fields) { ["HO_TEN"] = evil, ["TEN_DICH_VU"] = evil };
        var study = await DemoSeed.StoreAsync(
            _gateway.Get<IInstanceIngest>(), claim.Study, data => data.SetString(Tags.StudyDescription, evil).SetString(Tags.InstitutionName, evil).SetString(Tags.PatientName, evil));
        await _gateway.Get<ClaimDesk>().ImportAsync(evil, [DemoClaims.ToCsv([claim with { Fields = fields }])], evil, CancellationToken.None);
        await _gateway.CreateLinkAsync(study, null, wish => wish with { CreatedBy = evil, Recipient = evil, Note = evil });
        using var browser = await _gateway.SignedInAsync();

        foreach (var export in new[] { "/claims/export.csv", "/ledger.csv", "/audit.csv", $"/studies/{study}/audit.csv" })
        {
            using var answer = await browser.GetAsync(export);
            Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(text.Split("\r\n").Length > 2, $"{export} has no row");
            Assert.DoesNotMatch(Formula(), text.TrimStart('\uFEFF'));
        }
    }

    [GeneratedRegex("(^|[;,]|\r\n)\"?\\s*[=+@\\-](?![0-9]+[;,\r])")]
    private static partial Regex Formula();
}
