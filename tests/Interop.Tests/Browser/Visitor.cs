using ImagingGateway.TestKit;
using Microsoft.Playwright;

namespace ImagingGateway.Interop.Tests.Browser;

/// <summary>One person at one browser, desktop or phone.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly bool _isPhone;
    private readonly List<string> _foreign = [];
    private readonly List<string> _broken = [];

    private Visitor(IBrowserContext context, IPage page, Uri web, bool isPhone)
    {
        (_context, Page, Web, _isPhone) = (context, page, web, isPhone);
        context.Request += (_, request) => Watch(_foreign, request.Url, IsForeign(request.Url));
        page.PageError += (_, error) => Watch(_broken, error, true);
        page.Console += (_, message) => Watch(_broken, message.Text, message.Text.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    public IPage Page { get; }

    public Uri Web { get; }

    public static async Task<Visitor> ComeAsync(IBrowser browser, Uri web, bool isPhone, bool bypassPolicy)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = web.ToString(),
            Locale = "vi-VN",
            ViewportSize = isPhone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = 1400, Height = 900 },
            DeviceScaleFactor = isPhone ? 2 : 1,
            HasTouch = isPhone,
            IsMobile = isPhone,
            BypassCSP = bypassPolicy,
        });
        context.SetDefaultTimeout(120_000); // a busy machine draws WebGL on the processor; nothing waits longer than it must
        return new Visitor(context, await context.NewPageAsync(), web, isPhone);
    }

    public async Task SignInAsync(string userName, string password)
    {
        await Page.GotoAsync("/studies");
        await Page.FillAsync("input[name=user]", userName);
        await Page.FillAsync("input[name=password]", password);
        await Page.ClickAsync("form button.primary");
        await ArriveAsync("/studies");
    }

    /// <summary>Pulls the plug: files can still be opened, nothing else.</summary>
    public Task GoOfflineAsync() => _context.SetOfflineAsync(true);

    /// <summary>
    /// Waits until the page whose address has this part is there. Asks the page itself, again and again: waiting for an event waits for
    /// ever when it fired before the waiting began.
    /// </summary>
    public Task ArriveAsync(string addressPart) => Eventually.IsTrueAsync(() => IsAtAsync(addressPart), () => $"The page is at {Page.Url}, not at {addressPart}.");

    /// <summary>Keeps a picture for people as <c>artifacts/screenshots/NAME-desktop.png</c> or <c>-phone.png</c>.</summary>
    public Task ScreenshotAsync(string name) => Page.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = Path.Combine(Repository.Root, "artifacts", "screenshots", $"{name}-{(_isPhone ? "phone" : "desktop")}.png"),
    });

    /// <summary>Nothing was asked of another machine, no script failed, nothing broke the page's content policy.</summary>
    public void AssertClean()
    {
        lock (_foreign)
            Assert.Empty(_foreign);
        lock (_broken)
            Assert.Empty(_broken);
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private async Task<bool> IsAtAsync(string addressPart)
    {
        try
        {
            return await Page.EvaluateAsync<bool>("part => location.href.includes(part) && document.readyState !== 'loading'", addressPart).WaitAsync(TimeSpan.FromSeconds(5));
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException)
        {
            return false; // the page was just being replaced
        }
    }

    private static void Watch(List<string> list, string text, bool matters)
    {
        if (!matters)
            return;
        lock (list)
            list.Add(text);
    }

    private bool IsForeign(string url) =>
        new Uri(url) is { Scheme: not ("data" or "blob" or "file") } address && address.GetLeftPart(UriPartial.Authority) != Web.GetLeftPart(UriPartial.Authority);
}
