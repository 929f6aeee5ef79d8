using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace ImagingGateway.Interop.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class LinkBearerTests(BrowserFixture gateway, ITestOutputHelper output)
{
    private const string ImagesShown = "() => [...document.images].filter(image => image.complete && image.naturalWidth > 32).length";

    private IStudyLinks Links => gateway.Services.GetRequiredService<IStudyLinks>();

    [ToolTheory("chromium")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_link_shows_whose_study_it_is_and_its_images_at_once(bool phone)
    {
        var link = await CreateAsync(pin: null);
        await using var bearer = await gateway.VisitAsync(phone);

        var clock = Stopwatch.StartNew();
        await bearer.Page.GotoAsync($"/l/{link.Token}", new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        await bearer.Page.WaitForFunctionAsync($"() => ({ImagesShown})() > 0");
        Measurements.Record(output, $"link to first picture, {(phone ? "phone" : "desktop")} width", clock.Elapsed);

        await bearer.Page.GetByText("NGUYỄN THỊ PHƯỢNG").First.WaitForAsync();
        Assert.Equal(12, await bearer.Page.Locator(".sheet a").CountAsync());
        Assert.True(await bearer.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        await bearer.ScreenshotAsync("link");
        bearer.AssertClean();
    }

    [ToolFact("chromium")]
    public async Task An_image_opens_large_and_turns_to_the_next()
    {
        var link = await CreateAsync(pin: null);
        await using var bearer = await gateway.VisitAsync(phone: true);

        await bearer.Page.GotoAsync($"/l/{link.Token}");
        var sheet = await bearer.Page.Locator(".actions a[href*='/view/']").First.GetAttributeAsync("href");
        await bearer.Page.GotoAsync(sheet!);
        await bearer.ScreenshotAsync("link-sheet");
        await bearer.Page.GotoAsync($"{sheet}/1");
        await bearer.Page.WaitForFunctionAsync("() => document.querySelector('main img')?.naturalWidth >= 256");
        await bearer.ScreenshotAsync("link-image");
        var first = await bearer.Page.Locator("main img").GetAttributeAsync("src");
        await bearer.Page.Locator("a[rel=next]").ClickAsync();
        await bearer.Page.WaitForFunctionAsync("before => document.querySelector('main img')?.getAttribute('src') !== before", first);

        bearer.AssertClean();
    }

    [ToolFact("chromium")]
    public async Task A_PIN_is_asked_for_and_a_wrong_one_is_told()
    {
        var link = await CreateAsync(pin: "246810");
        await using var bearer = await gateway.VisitAsync(phone: true);
        var page = bearer.Page;

        await page.GotoAsync($"/l/{link.Token}");
        Assert.Equal(0, await page.GetByText("NGUYỄN THỊ PHƯỢNG").CountAsync());
        await bearer.ScreenshotAsync("link-pin");
        await EnterAsync("111111");
        await page.GetByText("PIN không đúng").WaitForAsync();
        await EnterAsync("246810");
        await page.GetByText("NGUYỄN THỊ PHƯỢNG").First.WaitForAsync();
        await page.WaitForFunctionAsync($"() => ({ImagesShown})() > 0");

        bearer.AssertClean();

        async Task EnterAsync(string pin)
        {
            await page.FillAsync("input[name=pin]", pin);
            await page.ClickAsync("form button.primary");
        }
    }

    [ToolFact("chromium")]
    public async Task On_a_PC_the_radiology_viewer_is_one_click_away_and_asks_the_link_alone()
    {
        var link = await CreateAsync(pin: null);
        await using var bearer = await gateway.VisitAsync();
        var (page, viewport) = (bearer.Page, new Viewport(bearer.Page));
        var asked = new List<string>();
        page.Request += (_, request) =>
        {
            if (request.Url.Contains("/dicom-web/", StringComparison.Ordinal))
                asked.Add(new Uri(request.Url).AbsolutePath);
        };
        await page.GotoAsync($"/l/{link.Token}");

        await page.Locator(".pc-only a[href*='/ohif/']").ClickAsync();

        var first = await viewport.WaitForImageAsync();
        await page.GetByText("NGUYỄN THỊ PHƯỢNG").First.WaitForAsync();
        await viewport.ScrollAsync();
        await viewport.WaitForChangeAsync(first);
        await bearer.ScreenshotAsync("link-ohif");
        Assert.NotEmpty(asked);
        Assert.All(asked, path => Assert.StartsWith($"/l/{link.Token}/dicom-web/", path, StringComparison.Ordinal));
        var other = await page.GotoAsync($"/l/{link.Token}/ohif/viewer?StudyInstanceUIDs={gateway.Ultrasound}");
        Assert.Equal((int)HttpStatusCode.OK, other!.Status);
        Assert.Equal((int)HttpStatusCode.NotFound, (await page.APIRequest.GetAsync($"/l/{link.Token}/dicom-web/studies/{gateway.Ultrasound}/metadata")).Status);
        bearer.AssertClean();
    }

    [ToolFact("chromium")]
    public async Task A_report_stands_beside_the_images_and_says_that_nobody_signed_it()
    {
        var loop = DemoStudies.Ultrasound(DateTime.UtcNow.AddHours(7), frames: 1).Single();
        loop.DataSet.SetString(Tags.PatientName, "MẪU KẾT QUẢ");
        loop.DataSet.SetString(Tags.PatientID, "REPORT01");
        await gateway.StoreAsync([loop]);
        var study = loop.DataSet.GetUid(Tags.StudyInstanceUID);
        using var client = gateway.CreateClient();
        using var answer = await client.PostAsJsonAsync(
            "/api/reports", new { id = "link-report-1", studyInstanceUid = study.Value, readerName = "BS. Lê Văn Đọc", title = "Siêu âm tim", conclusion = "Chức năng tâm thu thất trái bình thường." });
        answer.EnsureSuccessStatusCode();
        var link = await Links.CreateAsync(
            new NewStudyLink([study], DateTimeOffset.UtcNow.AddDays(7), null, "test", null) { Basis = LinkBasis.PatientRequest, Permission = LinkPermission.View }, CancellationToken.None);
        await using var bearer = await gateway.VisitAsync(phone: true);

        await bearer.Page.GotoAsync($"/l/{link.Token}");

        await bearer.Page.GetByText("Chức năng tâm thu thất trái bình thường.").WaitForAsync();
        await bearer.Page.Locator(".report.unsigned .stamp").WaitForAsync();
        Assert.Empty(await Accessible.FaultsAsync(bearer.Page));
        await bearer.ScreenshotAsync("link-report");
        bearer.AssertClean();
    }

    [ToolFact("chromium")]
    public async Task A_link_that_permits_only_looking_opens_no_viewer()
    {
        var link = await Links.CreateAsync(
            new NewStudyLink([gateway.ChestCT], DateTimeOffset.UtcNow.AddDays(7), null, "test", null) { Basis = LinkBasis.PatientRequest, Permission = LinkPermission.View }, CancellationToken.None);
        await using var bearer = await gateway.VisitAsync();

        await bearer.Page.GotoAsync($"/l/{link.Token}");

        Assert.Equal(0, await bearer.Page.Locator("a[href*='/ohif/'], a[data-viewer]").CountAsync());
        Assert.Equal((int)HttpStatusCode.Forbidden, (await bearer.Page.GotoAsync($"/l/{link.Token}/ohif/viewer?StudyInstanceUIDs={gateway.ChestCT}"))!.Status);
        bearer.AssertClean();
    }

    [ToolFact("chromium")]
    public async Task A_revoked_link_stops_at_once()
    {
        var link = await CreateAsync(pin: null);
        await using var bearer = await gateway.VisitAsync(phone: true);
        await bearer.Page.GotoAsync($"/l/{link.Token}");
        var images = await bearer.Page.Locator(".actions a[href*='/view/']").First.GetAttributeAsync("href");

        await Links.RevokeAsync(link.Link.Id, "test", CancellationToken.None);

        var again = await bearer.Page.GotoAsync($"/l/{link.Token}");
        Assert.Equal((int)HttpStatusCode.Gone, again!.Status);
        await bearer.Page.GetByText("Liên kết đã bị thu hồi").WaitForAsync();
        await bearer.ScreenshotAsync("link-revoked");
        Assert.Equal((int)HttpStatusCode.Gone, (await bearer.Page.APIRequest.GetAsync(images!)).Status);
    }

    [ToolFact("chromium")]
    public async Task A_link_opens_no_other_study()
    {
        var link = await CreateAsync(pin: null);
        await using var bearer = await gateway.VisitAsync(phone: true);
        await bearer.Page.GotoAsync($"/l/{link.Token}");
        var own = await bearer.Page.Locator(".actions a[href*='/view/']").First.GetAttributeAsync("href") ?? "";

        var other = await bearer.Page.APIRequest.GetAsync(own.Replace(gateway.ChestCT.Value, gateway.Ultrasound.Value, StringComparison.Ordinal));
        var list = await bearer.Page.APIRequest.GetAsync("/dicom-web/studies");

        Assert.Contains(gateway.ChestCT.Value, own, StringComparison.Ordinal);
        Assert.Equal((int)HttpStatusCode.NotFound, other.Status);
        Assert.Equal((int)HttpStatusCode.Unauthorized, list.Status);
    }

    private Task<CreatedStudyLink> CreateAsync(string? pin) =>
        Links.CreateAsync(new NewStudyLink([gateway.ChestCT], DateTimeOffset.UtcNow.AddDays(7), pin, "test", null) { Basis = LinkBasis.PatientRequest, Permission = LinkPermission.ViewFull }, CancellationToken.None);
}
