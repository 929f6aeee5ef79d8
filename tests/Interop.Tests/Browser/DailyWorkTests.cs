using ImagingGateway.Demo;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.TestKit;
using ImagingGateway.Viewer.Api.SignIn;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace ImagingGateway.Interop.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class DailyWorkTests(BrowserFixture gateway)
{
    [ToolFact("chromium")]
    public async Task A_one_time_password_must_be_changed_before_anything_is_seen()
    {
        const string once = "Mot-Lan-2026", own = "Cua-Rieng-2026";
        await gateway.Services.GetRequiredService<Accounts>()
            .CreateAsync("newcomer", once, Role.Radiologist, mustChange: true, "test", CancellationToken.None);
        await using var newcomer = await gateway.VisitAsync();
        var page = newcomer.Page;

        await page.GotoAsync("/studies");
        await page.FillAsync("input[name=user]", "newcomer");
        await page.FillAsync("input[name=password]", once);
        await page.ClickAsync("form button.primary");
        await newcomer.ArriveAsync("/change-password");
        await page.GotoAsync("/studies");
        Assert.EndsWith("/change-password", page.Url, StringComparison.Ordinal);
        await page.FillAsync("input[name=current]", once);
        await page.FillAsync("input[name=password]", own);
        await page.FillAsync("input[name=repeat]", own);
        await page.ClickAsync("form button.primary");

        await newcomer.ArriveAsync("/studies");
        Assert.NotEqual(0, await page.Locator("tr[data-study]").CountAsync());
        newcomer.AssertClean();
    }

    [ToolFact("chromium")]
    public async Task A_study_that_arrives_shows_without_reloading()
    {
        await using var radiologist = await gateway.VisitSignedInAsync();
        await radiologist.Page.Locator("#live.on").WaitForAsync(); // the page listens
        var arriving = DemoStudies.Ultrasound(DateTime.UtcNow.AddHours(7), frames: 1).Single();
        arriving.DataSet.SetString(Tags.PatientName, "VŨ THỊ MỚI ĐẾN");
        arriving.DataSet.SetString(Tags.PatientID, "LIVE0001");

        await gateway.StoreAsync([arriving]);

        var row = radiologist.Page.Locator($"tr[data-study='{arriving.DataSet.GetUid(Tags.StudyInstanceUID)}']");
        await row.GetByText("VŨ THỊ MỚI ĐẾN").WaitForAsync();
        radiologist.AssertClean();
    }

    [ToolFact("chromium")]
    public async Task A_link_made_on_the_page_opens_with_the_PIN_printed_beside_it()
    {
        await using var technician = await gateway.VisitSignedInAsync();
        var page = technician.Page;
        await page.GotoAsync($"/links/new?study={gateway.ChestCT}");
        await page.SelectOptionAsync("select[name=basis]", "PatientRequest");
        await page.Locator("form.panel button.primary").ClickAsync();
        var url = await page.Locator("#link-url").InputValueAsync();
        var pin = await page.Locator(".pin strong").InnerTextAsync();
        await technician.ScreenshotAsync("link-slip");
        technician.AssertClean();

        await using var patient = await gateway.VisitAsync(phone: true);
        await patient.Page.GotoAsync(url);
        await patient.Page.FillAsync("input[name=pin]", pin);
        await patient.Page.ClickAsync("form button.primary");

        await patient.Page.GetByText("NGUYỄN THỊ PHƯỢNG").First.WaitForAsync();
        patient.AssertClean();
    }
}
