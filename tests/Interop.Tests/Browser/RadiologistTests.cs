using System.Diagnostics;
using System.Globalization;
using ImagingGateway.Dicom.Values;
using ImagingGateway.TestKit;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace ImagingGateway.Interop.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class RadiologistTests(BrowserFixture gateway, ITestOutputHelper output)
{
    private const string Patient = "NGUYỄN THỊ PHƯỢNG";

    [ToolFact("chromium")]
    public async Task The_list_shows_arrived_studies_and_finds_a_name_typed_without_accents()
    {
        await using var radiologist = await gateway.VisitSignedInAsync();
        var page = radiologist.Page;
        foreach (var study in new[] { gateway.ChestCT, gateway.Ultrasound })
            Assert.Equal(1, await page.Locator($"tr[data-study='{study}']").CountAsync());
        await radiologist.ScreenshotAsync("list");

        await page.FillAsync("input[name=q]", "phuong nguyen");
        await page.PressAsync("input[name=q]", "Enter");
        await radiologist.ArriveAsync("q=phuong");

        var row = Assert.Single(await page.Locator("tr[data-study]").AllAsync());
        Assert.Equal(gateway.ChestCT.Value, await row.GetAttributeAsync("data-study"));
        Assert.Contains(Patient, await row.InnerTextAsync(), StringComparison.Ordinal);
        radiologist.AssertClean();
    }

    [ToolFact("chromium")]
    public async Task The_list_fits_a_phone()
    {
        await using var radiologist = await gateway.VisitSignedInAsync(phone: true);

        await radiologist.Page.GetByText(Patient).First.WaitForAsync();

        Assert.True(await radiologist.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        await radiologist.ScreenshotAsync("list");
        radiologist.AssertClean();
    }

    [ToolFact("chromium")]
    public async Task A_CT_opens_scrolls_changes_window_and_measures()
    {
        await using var radiologist = await gateway.VisitSignedInAsync();
        var page = radiologist.Page;
        var viewport = new Viewport(page);

        var clock = Stopwatch.StartNew();
        await page.Locator($"tr[data-study='{gateway.ChestCT}'] a[href^='/ohif/']").ClickAsync();
        var first = await viewport.WaitForImageAsync();
        Measurements.Record(output, "click to first CT image, first visit", clock.Elapsed);
        Assert.True(first.Levels > 50, $"{first.Levels} grey levels");
        await page.GetByText(Patient).First.WaitForAsync();
        Assert.Contains("(1/40)", await viewport.CornerAsync("bottom-right"), StringComparison.Ordinal);
        await radiologist.ScreenshotAsync("viewer");

        await viewport.ScrollAsync();
        var second = await viewport.WaitForChangeAsync(first);
        await page.Locator("[data-cy=viewport-overlay-bottom-right]", new PageLocatorOptions { HasText = "(2/40)" }).WaitForAsync();

        var window = await viewport.CornerAsync("bottom-left");
        await viewport.DragAsync(80, 40);
        await viewport.WaitForChangeAsync(second);
        Assert.NotEqual(window, await viewport.CornerAsync("bottom-left"));

        await page.Locator("[data-cy=Length-btn]").ClickAsync();
        await viewport.DragAsync(150, 0);
        var box = await viewport.BoxAsync();
        await viewport.WaitForLengthAsync(150 / Math.Min(box.Width, box.Height) * 380); // the slice is 380 mm wide and fills the shorter side
        await radiologist.ScreenshotAsync("viewer-measured");

        await page.GotoAsync("/studies");
        clock.Restart();
        await page.Locator($"tr[data-study='{gateway.ChestCT}'] a[href^='/ohif/']").ClickAsync();
        await new Viewport(page).WaitForImageAsync();
        Measurements.Record(output, "click to first CT image, second visit", clock.Elapsed);
        radiologist.AssertClean();
    }

    [ToolFact("chromium")]
    public async Task On_a_phone_the_list_leads_to_one_large_picture_after_the_other()
    {
        await using var radiologist = await gateway.VisitSignedInAsync(phone: true);
        var page = radiologist.Page;

        await page.Locator($"tr[data-study='{gateway.ChestCT}'] a.narrow-only").ClickAsync();
        await page.Locator("ul.series a").First.ClickAsync();
        await radiologist.ArriveAsync("/viewer/");
        await new LightViewer(page).WaitForLevelAsync(0);

        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        await radiologist.ScreenshotAsync("viewer");
        radiologist.AssertClean();
    }

    [ToolFact("chromium")]
    public async Task The_viewer_speaks_the_language_of_the_pages()
    {
        await using var radiologist = await gateway.VisitSignedInAsync();
        var page = radiologist.Page;

        await OpenAsync(page, gateway.ChestCT);
        await page.GetByText("Ca chụp", new PageGetByTextOptions { Exact = true }).WaitForAsync();
        await page.GotoAsync("/studies?lang=en");
        await OpenAsync(page, gateway.ChestCT);
        await page.GetByText("Studies", new PageGetByTextOptions { Exact = true }).First.WaitForAsync();

        radiologist.AssertClean();
    }

    [ToolFact("chromium")]
    public async Task An_ultrasound_loop_opens_and_its_frames_follow_each_other()
    {
        await using var radiologist = await gateway.VisitSignedInAsync();
        var viewport = new Viewport(radiologist.Page);

        await OpenAsync(radiologist.Page, gateway.Ultrasound);
        var first = await viewport.WaitForImageAsync();
        await viewport.ScrollAsync();
        await viewport.WaitForChangeAsync(first);

        radiologist.AssertClean();
    }

    [ToolFact("chromium")]
    public async Task Who_has_not_signed_in_is_sent_to_sign_in_and_then_sees_the_images()
    {
        await using var visitor = await gateway.VisitAsync();
        var page = visitor.Page;

        await OpenAsync(page, gateway.ChestCT);
        Assert.Contains("/sign-in", page.Url, StringComparison.Ordinal);
        await visitor.ScreenshotAsync("sign-in");
        await page.FillAsync("input[name=user]", GatewayFixture.UserName);
        await page.FillAsync("input[name=password]", GatewayFixture.Password);
        await page.ClickAsync("form button.primary");

        await visitor.ArriveAsync("/ohif/viewer");
        await new Viewport(page).WaitForImageAsync();
        visitor.AssertClean();
    }

    private static Task<IResponse?> OpenAsync(IPage page, Uid study) =>
        page.GotoAsync(string.Create(CultureInfo.InvariantCulture, $"/ohif/viewer?StudyInstanceUIDs={study}"));
}
