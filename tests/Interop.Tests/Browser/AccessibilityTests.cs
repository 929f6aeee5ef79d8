using ImagingGateway.Demo;
using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Filmless.Reports;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.TestKit;
using ImagingGateway.Viewer.Api.SignIn;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace ImagingGateway.Interop.Tests.Browser;

/// <summary>Every page in both languages, light and dark: names for screen readers, contrast, structure.</summary>
[Collection(BrowserCollection.Name)]
public sealed class AccessibilityTests(BrowserFixture gateway)
{
    private const string Password = "Giam-Dinh-2026";

    private static readonly DateOnly Month = new(2026, 6, 1);

    private static Task<string>? _claim; // one gateway for all tests

    private IStudyLinks Links => gateway.Services.GetRequiredService<IStudyLinks>();

    [ToolTheory("chromium")]
    [InlineData("vi", ColorScheme.Light)]
    [InlineData("vi", ColorScheme.Dark)]
    [InlineData("en", ColorScheme.Light)]
    [InlineData("en", ColorScheme.Dark)]
    public async Task Pages_of_the_hospital_and_the_reviewer(string language, ColorScheme scheme)
    {
        var claim = await (_claim ??= PrepareAsync());
        var link = await Links.CreateAsync(Wish(LinkPermission.View), CancellationToken.None);
        await using var visitor = await gateway.VisitSignedInAsync();
        await visitor.Page.EmulateMediaAsync(new() { ColorScheme = scheme });

        await AssertAsync(
            visitor.Page, language,
            "/studies", "/studies?from=x", "/studies?q=nobody-has-this-name", $"/studies/{gateway.ChestCT}", $"/links/new?study={gateway.ChestCT}", $"/studies/{gateway.ChestCT}/slip",
            $"/studies/{gateway.ChestCT}/audit", $"/studies/{gateway.ChestCT}/keeping", "/links/new", $"/links/new?study={gateway.ChestCT}&study={gateway.Ultrasound}", $"/studies/{gateway.ChestCT}/evidence", "/links", $"/links/{link.Link.Id}", "/claims", $"/claims/{claim}", "/claims/import", "/ledger", "/devices",
            "/health", "/accounts", "/accounts/gd.accessible/grants", "/audit", "/reports", "/change-password", "/no-such-page", $"/viewer/{gateway.ChestCT}", $"/viewer/{gateway.Ultrasound}");
    }

    [ToolTheory("chromium")]
    [InlineData("vi", ColorScheme.Light, true)]
    [InlineData("vi", ColorScheme.Dark, false)]
    [InlineData("en", ColorScheme.Light, true)]
    [InlineData("en", ColorScheme.Dark, false)]
    public async Task Pages_before_signing_in_and_behind_a_link(string language, ColorScheme scheme, bool phone)
    {
        var (full, pictures) = (await Links.CreateAsync(Wish(LinkPermission.ViewFull), CancellationToken.None), await Links.CreateAsync(Wish(LinkPermission.View), CancellationToken.None));
        var (locked, limited) = (await Links.CreateAsync(Wish(LinkPermission.View) with { Pin = "246810" }, CancellationToken.None), await Links.CreateAsync(Wish(LinkPermission.View) with { MaxOpenings = 3 }, CancellationToken.None));
        await using var visitor = await gateway.VisitAsync(phone);
        var page = visitor.Page;
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await page.GotoAsync($"/l/{pictures.Token}");
        var sheet = await page.Locator(".actions a[href*='/view/']").First.GetAttributeAsync("href") ?? "";
        var image = await page.Locator(".sheet a").First.GetAttributeAsync("href") ?? "";

        await AssertAsync(
            page, language,
            "/sign-in", "/c", $"/l/{full.Token}", $"/l/{pictures.Token}", $"/l/{locked.Token}", $"/l/{limited.Token}", "/l/AAAAAAAAAAAAAAAAAAAAAA", sheet, image, $"/l/{full.Token}/viewer/{gateway.ChestCT}");
    }

    [ToolTheory("chromium")]
    [InlineData("vi", ColorScheme.Light, false)]
    [InlineData("vi", ColorScheme.Dark, true)]
    [InlineData("en", ColorScheme.Light, true)]
    [InlineData("en", ColorScheme.Dark, false)]
    public async Task Pages_that_a_form_or_a_file_leads_to(string language, ColorScheme scheme, bool phone)
    {
        var name = $"gd.{language}.{scheme}".ToLowerInvariant();
        await gateway.Services.GetRequiredService<Accounts>().CreateAsync(name, Password, Role.Reviewer, mustChange: false, "test", CancellationToken.None);
        await using var visitor = await gateway.VisitAsync(phone);
        var page = visitor.Page;
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        var faults = new List<string>();
        async Task SignInAsync()
        {
            await page.GotoAsync($"/sign-in?lang={language}");
            await page.FillAsync("input[name=user]", name);
            await page.FillAsync("input[name=password]", Password);
            await page.ClickAsync("form button.primary");
        }

        await SignInAsync();
        var secret = await page.Locator("#secret").InnerTextAsync();
        await LookAsync(page, language, faults);
        await page.FillAsync("input[name=code]", Totp.CodeAt(secret, DateTimeOffset.UtcNow));
        await page.ClickAsync("form button.primary");
        await page.Locator(".recovery code").First.WaitForAsync();
        await LookAsync(page, language, faults);
        await page.Context.ClearCookiesAsync();
        await SignInAsync();
        await visitor.ArriveAsync("/sign-in/code");
        await LookAsync(page, language, faults);

        await page.Context.ClearCookiesAsync();
        await visitor.SignInAsync(GatewayFixture.UserName, GatewayFixture.Password);
        await page.GotoAsync($"/links/new?study={gateway.ChestCT}&lang={language}");
        await page.SelectOptionAsync("select[name=basis]", "PatientRequest");
        await page.Locator("form.panel button.primary").ClickAsync();
        await page.Locator("#link-url").WaitForAsync();
        await LookAsync(page, language, faults);

        await gateway.Services.GetRequiredService<IReports>().ReceiveAsync(
            new NewReport { Origin = ReportOrigin.Rest, SourceKey = name, Actor = "test", StudyInstanceUid = gateway.Ultrasound, Title = "Siêu âm tim", Conclusion = "Chưa ai ký." }, CancellationToken.None);
        await gateway.Services.GetRequiredService<IStudyManifests>().FreezeAsync(gateway.Ultrasound, name, "test", CancellationToken.None);
        using var client = gateway.CreateClient();
        var copy = Path.Combine(gateway.DataDirectory, $"{name}.html");
        await File.WriteAllBytesAsync(copy, await client.GetByteArrayAsync($"/studies/{gateway.Ultrasound}/evidence.html?lang={language}"));
        await page.GotoAsync(new Uri(copy).AbsoluteUri);
        await page.Locator("#verdict.open").WaitForAsync(); // it has checked itself
        await LookAsync(page, language, faults);
        Assert.True(faults.Count == 0, string.Join('\n', faults.Distinct()));
    }

    private static async Task LookAsync(IPage page, string language, List<string> faults)
    {
        await page.WaitForFunctionAsync("() => document.readyState === 'complete'");
        faults.AddRange(await Accessible.FaultsAsync(page));
        if (await page.Locator("html").GetAttributeAsync("lang") != language)
            faults.Add($"{page.Url} is not in {language}");
    }

    private static async Task AssertAsync(IPage page, string language, params string[] addresses)
    {
        var faults = new List<string>();
        foreach (var address in addresses)
        {
            await page.GotoAsync($"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}lang={language}");
            await LookAsync(page, language, faults);
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Distinct()));
    }

    /// <summary>A month of claims and a reviewer; the code of a claim with something wrong.</summary>
    private async Task<string> PrepareAsync()
    {
        var claims = DemoClaims.Month(Month, lines: 8, faulty: 0.5).ToList();
        await gateway.StoreAsync(claims.SelectMany(claim => claim.Study));
        await gateway.Services.GetRequiredService<ClaimDesk>().ImportAsync("accessible.csv", [DemoClaims.ToCsv(claims)], "test", CancellationToken.None);
        await gateway.Services.GetRequiredService<Accounts>().CreateAsync("gd.accessible", Password, Role.Reviewer, mustChange: false, "test", CancellationToken.None);
        return claims.First(claim => claim.Fault is not null).Fields["MA_LK"];
    }

    private NewStudyLink Wish(LinkPermission permission) =>
        new([gateway.ChestCT], DateTimeOffset.UtcNow.AddDays(7), null, "test", null) { Basis = LinkBasis.PatientRequest, Permission = permission };
}
