using ImagingGateway.Demo;
using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.TestKit;
using ImagingGateway.Viewer.Api.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.Interop.Tests.Browser;

/// <summary>The patient's and the reviewer's way without a mouse; wherever the focus goes, it shows.</summary>
[Collection(BrowserCollection.Name)]
public sealed class KeyboardTests(BrowserFixture gateway)
{
    [ToolFact("chromium")]
    public async Task A_patient_types_the_PIN_opens_the_viewer_turns_windows_and_goes_back()
    {
        var link = await gateway.Services.GetRequiredService<IStudyLinks>().CreateAsync(
            new NewStudyLink([gateway.ChestCT], DateTimeOffset.UtcNow.AddDays(7), "246810", "test", null) { Basis = LinkBasis.PatientRequest, Permission = LinkPermission.ViewFull }, CancellationToken.None);
        await using var patient = await gateway.VisitAsync();
        var (page, viewer) = (patient.Page, new LightViewer(patient.Page));
        await page.GotoAsync($"/l/{link.Token}");
        await page.WaitForFunctionAsync("() => document.activeElement?.matches('input[name=pin]') === true"); // the box has the focus
        await page.Keyboard.TypeAsync("246810");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("NGUYỄN THỊ PHƯỢNG").First.WaitForAsync();
        await page.Locator("a.primary[data-viewer]").WaitForAsync();

        await Accessible.TabToAsync(page, "a.primary[data-viewer]");
        await page.Keyboard.PressAsync("Enter");
        await patient.ArriveAsync("/viewer/");
        await viewer.WaitForLevelAsync(0);
        await page.Keyboard.PressAsync("ArrowDown");
        await viewer.WaitForImageAsync(21);
        await page.Keyboard.PressAsync("3");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.pane .corner')[2].textContent.startsWith('Mức -600 Rộng 1500')");
        await Accessible.TabToAsync(page, "button[data-do=invert]");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => document.querySelector('button[data-do=invert]').getAttribute('aria-pressed') === 'true'");
        await Accessible.TabToAsync(page, ".pane");
        await Accessible.TabToAsync(page, ".pane input[type=range]");
        await page.Keyboard.PressAsync("End");
        await viewer.WaitForImageAsync(40);
        await page.ReloadAsync();
        await viewer.WaitForLevelAsync(3);
        await Accessible.TabToAsync(page, "a.back");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("a.primary[data-viewer]").WaitForAsync();
        patient.AssertClean();
    }

    [ToolFact("chromium")]
    public async Task A_reviewer_signs_in_reads_and_decides()
    {
        const string password = "Giam-Dinh-2026";
        var month = new DateOnly(2026, 5, 1);
        var claims = DemoClaims.Month(month, lines: 6, faulty: 0.5).ToList();
        await gateway.StoreAsync(claims.SelectMany(claim => claim.Study));
        await gateway.Services.GetRequiredService<ClaimDesk>().ImportAsync("keyboard.csv", [DemoClaims.ToCsv(claims)], "test", CancellationToken.None);
        await gateway.Services.GetRequiredService<Accounts>().CreateAsync("gd.keyboard", password, Role.Reviewer, mustChange: false, "test", CancellationToken.None);
        await gateway.Services.GetRequiredService<ReviewerGrants>().CreateAsync(
            "gd.keyboard", ReviewerGrant.Everywhere, month, month.AddMonths(1).AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), "test", "test", CancellationToken.None);
        await using var reviewer = await gateway.VisitAsync();
        var page = reviewer.Page;

        await page.GotoAsync("/claims");
        await page.WaitForFunctionAsync("() => document.activeElement?.matches('input[name=user]') === true");
        await page.Keyboard.TypeAsync("gd.keyboard");
        await Accessible.TabToAsync(page, "input[name=password]");
        await page.Keyboard.TypeAsync(password);
        await page.Keyboard.PressAsync("Enter");
        await reviewer.ArriveAsync("/second-factor");
        var secret = await page.InnerTextAsync("#secret");
        if (!await page.EvaluateAsync<bool>("() => document.activeElement?.matches('input[name=code]') === true"))
            await Accessible.TabToAsync(page, "input[name=code]");
        await page.Keyboard.TypeAsync(Totp.CodeAt(secret, DateTimeOffset.UtcNow));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync(".recovery code");
        await Accessible.TabToAsync(page, "a.button.primary");
        await page.Keyboard.PressAsync("Enter");
        await reviewer.ArriveAsync("/claims");

        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await reviewer.ArriveAsync("line=");
        var first = page.Url;
        await Accessible.TabToAsync(page, ".keys-images a");
        await Accessible.TabToAsync(page, "textarea[name=note]");
        await page.Keyboard.TypeAsync("Đã xem ảnh.");
        await Accessible.TabToAsync(page, ".decision button[value=accept]");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("before => location.href !== before && document.readyState === 'complete'", first);
        await page.GotoAsync("/claims?state=Accepted");
        Assert.Equal(1, await page.Locator("tr[data-row]").CountAsync());
        reviewer.AssertClean();
    }
}
