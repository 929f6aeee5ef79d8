using ImagingGateway.Demo;
using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.TestKit;
using ImagingGateway.Viewer.Api.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.Interop.Tests.Browser;

/// <summary>The insurance reviewer's whole way: password, second factor, the evidence table, a question, a decision, the next line.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ReviewerTests(BrowserFixture gateway)
{
    private const string Password = "Giam-Dinh-2026";

    [ToolTheory("chromium")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reviewer_signs_in_looks_asks_and_decides(bool phone)
    {
        // a month of their own for each width: what one decides the other must not find decided
        var (name, month) = phone ? ("gd.phone", new DateOnly(2026, 8, 1)) : ("gd.desktop", new DateOnly(2026, 9, 1));
        var claims = DemoClaims.Month(month, lines: 14, faulty: 0.5).ToList();
        await gateway.StoreAsync(claims.SelectMany(claim => claim.Study));
        await gateway.Services.GetRequiredService<ClaimDesk>().ImportAsync("browser.csv", [DemoClaims.ToCsv(claims)], "test", CancellationToken.None);
        await gateway.Services.GetRequiredService<Accounts>().CreateAsync(name, Password, Role.Reviewer, mustChange: false, "test", CancellationToken.None);
        await gateway.Services.GetRequiredService<ReviewerGrants>().CreateAsync(
            name, ReviewerGrant.Everywhere, month, month.AddMonths(1).AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), "test", "test", CancellationToken.None);
        await using var reviewer = await gateway.VisitAsync(phone);
        var page = reviewer.Page;

        await page.GotoAsync("/claims");
        await page.FillAsync("input[name=user]", name);
        await page.FillAsync("input[name=password]", Password);
        await page.ClickAsync("form button.primary");
        await reviewer.ArriveAsync("/second-factor");
        var secret = await page.InnerTextAsync("#secret");
        await page.FillAsync("input[name=code]", Totp.CodeAt(secret, DateTimeOffset.UtcNow));
        await reviewer.ScreenshotAsync("second-factor");
        await page.ClickAsync("form button.primary");
        await page.WaitForSelectorAsync(".recovery code");
        Assert.Equal(8, await page.Locator(".recovery code").CountAsync());
        await page.ClickAsync("a.button.primary");

        await reviewer.ArriveAsync("/claims");
        Assert.Equal(14, await page.Locator("tr[data-row]").CountAsync());
        Assert.Equal(0, await page.Locator("nav a[href='/studies']").CountAsync());
        await reviewer.ScreenshotAsync("claims");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("Enter");
        await reviewer.ArriveAsync("line=");
        await page.GotoAsync($"/claims/{claims.First(claim => claim is { Fault: ClaimFault.Identity }).Fields["MA_LK"]}");
        Assert.Equal("OtherPatient", await page.InputValueAsync("#reason"));
        Assert.Equal(13, await page.Locator(".findings tr").CountAsync());
        Assert.True(await page.Locator(".keys-images img").CountAsync() > 0);
        await page.WaitForFunctionAsync("() => document.querySelector('.keys-images img')?.naturalWidth > 0");
        var left = await page.InnerTextAsync(".countdown [aria-hidden]");
        await page.WaitForFunctionAsync("before => document.querySelector('.countdown [aria-hidden]').textContent !== before", left);
        Assert.Equal(0, await page.Locator(".countdown[aria-live], .countdown [aria-live]").CountAsync());
        await reviewer.ScreenshotAsync("claim");

        await page.FillAsync("textarea[name=note]", "Họ tên trên ảnh khác.");
        await page.Locator("button[value=query]").ClickAsync();
        await reviewer.ArriveAsync("line=");
        var next = page.Url;
        await page.GotoAsync("/claims?state=Queried");
        Assert.Equal(1, await page.Locator("tr[data-row]").CountAsync());
        await page.GotoAsync(next);
        await page.Keyboard.PressAsync("a");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("before => location.href !== before && document.readyState === 'complete'", next);
        await page.GotoAsync("/claims?state=Accepted");
        Assert.Equal(1, await page.Locator("tr[data-row]").CountAsync());
        reviewer.AssertClean();
    }
}
