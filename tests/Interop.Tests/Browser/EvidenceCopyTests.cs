using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Filmless.Evidence.Signing;
using ImagingGateway.Filmless.Reports;
using ImagingGateway.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace ImagingGateway.Interop.Tests.Browser;

/// <summary>A portable copy opened from a folder, without a server and without a network.</summary>
[Collection(BrowserCollection.Name)]
public sealed partial class EvidenceCopyTests(BrowserFixture gateway) : IAsyncLifetime
{
    private const string Conclusion = "Phổi hai bên sáng đều. <script>alert(1)</script> Không thấy nốt.";

    private readonly DirectoryInfo _stick = Directory.CreateTempSubdirectory("usb-");

    private string PagePath => Path.Combine(_stick.FullName, "evidence.html");

    private string ZipPath => Path.Combine(_stick.FullName, "evidence.zip");

    private string Kid => gateway.Services.GetRequiredService<HospitalKeys>().Public.Kid;

    public async Task InitializeAsync()
    {
        await gateway.Services.GetRequiredService<IReports>().ReceiveAsync(
            new NewReport
            {
                Origin = ReportOrigin.Rest, SourceKey = "copy", Actor = "test", StudyInstanceUid = gateway.ChestCT, ReaderName = "BS. Trần Văn An", Conclusion = Conclusion,
                Description = "Không thấy nốt phổi.", Document = "%PDF-1.4\n%%EOF\n"u8.ToArray(),
            },
            CancellationToken.None);
        await gateway.Services.GetRequiredService<IStudyManifests>().FreezeAsync(gateway.ChestCT, "LK2611-0001", "test", CancellationToken.None);
        using var client = gateway.CreateClient();
        await File.WriteAllBytesAsync(PagePath, await client.GetByteArrayAsync($"/studies/{gateway.ChestCT}/evidence.html"));
        await File.WriteAllBytesAsync(ZipPath, await client.GetByteArrayAsync($"/studies/{gateway.ChestCT}/evidence.zip?images=true"));
    }

    public Task DisposeAsync()
    {
        _stick.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [ToolTheory("chromium")]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task It_checks_itself_and_what_a_person_gives_it(bool phone, bool withoutBrowserCryptography)
    {
        await using var reader = await gateway.VisitAsync(phone);
        if (withoutBrowserCryptography)
            await reader.Page.AddInitScriptAsync("Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined })");
        await OpenAsync(reader);

        await WaitForAsync(reader, "#verdict.open");
        Assert.Equal(0, await reader.Page.Locator("#findings .bad").CountAsync());
        Assert.Equal(Kid, await reader.Page.InnerTextAsync("#kid"));
        Assert.Equal(Conclusion, await reader.Page.Locator("[data-signed='reports.0.conclusion']").InnerTextAsync());
        Assert.Equal(withoutBrowserCryptography, await reader.Page.EvaluateAsync<bool>("() => crypto.subtle === undefined"));
        Assert.Equal(12, await reader.Page.EvaluateAsync<int>("() => [...document.images].filter(image => image.naturalWidth > 100).length"));
        Assert.True(await reader.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        await reader.ScreenshotAsync("evidence-copy");
        await reader.Page.SetInputFilesAsync("#files", ZipPath);
        await WaitForAsync(reader, "[data-topic='images'].good");
        await WaitForAsync(reader, "[data-topic='given zip'].good");
        await reader.Page.FillAsync("#published", Kid);
        await WaitForAsync(reader, "#verdict.good");
        if (!phone)
            await reader.Page.ClickAsync("[data-language=en]");
        await reader.ScreenshotAsync("evidence-copy-checked");
        var saved = await reader.Page.RunAndWaitForDownloadAsync(() => reader.Page.ClickAsync("[data-save]"));
        Assert.Equal("reports-1.pdf", saved.SuggestedFilename);
        reader.AssertClean();
    }

    [ToolFact("chromium")]
    public async Task A_changed_word_a_changed_picture_and_a_lost_report_are_named()
    {
        var html = await File.ReadAllTextAsync(PagePath);
        html = html.Replace(HtmlEncoder.Default.Encode("Không thấy nốt phổi."), "Thấy nốt phổi 9 mm.", StringComparison.Ordinal);
        var pictures = Picture().Matches(html);
        html = html.Replace(pictures[1].Value, pictures[0].Value, StringComparison.Ordinal);
        html = html.Replace("data-file=\"reports/1.pdf\"", "data-file=\"reports/9.pdf\"", StringComparison.Ordinal);
        await File.WriteAllTextAsync(PagePath, html);
        await using var reader = await gateway.VisitAsync();
        await OpenAsync(reader);

        await WaitForAsync(reader, "#verdict.bad");
        await WaitForAsync(reader, "[data-topic='frozen']");
        var said = await reader.Page.Locator("#findings").InnerTextAsync();
        Assert.Contains("trang ghi \"Thấy nốt phổi 9 mm.\", bệnh viện đã ký \"Không thấy nốt phổi.\"", said, StringComparison.Ordinal);
        Assert.Contains("images/002.jpg đã bị sửa", said, StringComparison.Ordinal);
        Assert.Contains("reports/1.pdf đã ký nhưng không còn trên trang", said, StringComparison.Ordinal);
        Assert.Contains("reports/9.pdf không có trong danh sách", said, StringComparison.Ordinal);
        await reader.ScreenshotAsync("evidence-copy-tampered");
    }

    [ToolTheory("chromium")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_changed_list_does_not_fit_its_signature(bool withoutBrowserCryptography)
    {
        var html = await File.ReadAllTextAsync(PagePath);
        var at = html.IndexOf("\"payload\":\"", html.IndexOf("id=\"package\"", StringComparison.Ordinal), StringComparison.Ordinal) + 200;
        await File.WriteAllTextAsync(PagePath, string.Create(CultureInfo.InvariantCulture, $"{html[..at]}{(html[at] == 'A' ? 'B' : 'A')}{html[(at + 1)..]}"));
        await using var reader = await gateway.VisitAsync();
        if (withoutBrowserCryptography)
            await reader.Page.AddInitScriptAsync("Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined })");
        await OpenAsync(reader);

        await WaitForAsync(reader, "[data-topic='package'].bad");
        await WaitForAsync(reader, "#verdict.bad");
    }

    [ToolFact("chromium")]
    public async Task Another_key_and_another_file_are_named()
    {
        var other = Path.Combine(_stick.FullName, "other.dcm");
        await File.WriteAllBytesAsync(other, [.. new byte[128], .. "DICM"u8, 1, 2, 3, 4]);
        var published = Path.Combine(_stick.FullName, "published.json");
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        await File.WriteAllBytesAsync(published, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new JsonWebKeySet([JsonWebKey.Of(key)]), System.Text.Json.JsonSerializerOptions.Web));
        await using var reader = await gateway.VisitAsync();
        await OpenAsync(reader);

        await WaitForAsync(reader, "#verdict.open");
        await reader.Page.SetInputFilesAsync("#files", published);
        await WaitForAsync(reader, "[data-topic='key'].bad");
        await WaitForAsync(reader, "#verdict.bad");
        await reader.Page.FillAsync("#published", Kid);
        await WaitForAsync(reader, "#verdict.good");
        await reader.Page.SetInputFilesAsync("#files", other);
        await WaitForAsync(reader, "[data-topic='given other.dcm'].bad");
        await WaitForAsync(reader, "#verdict.bad");
    }

    private async Task OpenAsync(Visitor reader)
    {
        await reader.GoOfflineAsync();
        await reader.Page.GotoAsync(new Uri(PagePath).AbsoluteUri);
    }

    private static Task WaitForAsync(Visitor reader, string selector) => reader.Page.Locator(selector).WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });

    [GeneratedRegex("src=\"data:image/jpeg[^\"]+\"")]
    private static partial Regex Picture();
}
