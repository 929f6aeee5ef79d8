using ImagingGateway.Demo;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.TestKit;
using Microsoft.Playwright;

namespace ImagingGateway.Interop.Tests.Browser;

/// <summary>A gateway with the demo studies, and Chromium with software rendering.</summary>
public sealed class BrowserFixture : GatewayFixture
{
    private IPlaywright? _playwright;
    private IBrowser? _chromium;

    /// <summary>The chest CT of NGUYỄN THỊ PHƯỢNG.</summary>
    public Uid ChestCT { get; private set; }

    /// <summary>The ultrasound of another patient.</summary>
    public Uid Ultrasound { get; private set; }

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (Tool.PathOf("chromium") is not { } chromium)
            return; // the tests are skipped, or fail on their own
        var now = DateTime.UtcNow.AddHours(7); // hospital time
        ChestCT = await StoreStudyAsync(DemoStudies.ChestCT(now, slices: 40));
        Ultrasound = await StoreStudyAsync(DemoStudies.Ultrasound(now, frames: 6));
        _playwright = await Playwright.CreateAsync();
        _chromium = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = chromium,
            Args =
            [
                "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
                "--disable-background-networking", "--disable-component-update", "--disable-domain-reliability", "--no-pings",
            ],
        });
    }

    public override async Task DisposeAsync()
    {
        if (_chromium is not null)
            await _chromium.DisposeAsync();
        _playwright?.Dispose();
        await base.DisposeAsync();
    }

    /// <summary>A fresh visitor: no cookie, watched for foreign requests and broken pages.</summary>
    /// <param name="phone">A telephone's width and touch.</param>
    /// <param name="bypassPolicy">The test adds a script of its own, which our content policy would refuse.</param>
    public Task<Visitor> VisitAsync(bool phone = false, bool bypassPolicy = false) =>
        Visitor.ComeAsync(_chromium ?? throw new InvalidOperationException("Chromium is not installed; ./test installs it."), Web, phone, bypassPolicy);

    /// <summary>A visitor who signed in and sees the list of studies.</summary>
    public async Task<Visitor> VisitSignedInAsync(bool phone = false, bool bypassPolicy = false)
    {
        var visitor = await VisitAsync(phone, bypassPolicy);
        await visitor.SignInAsync(UserName, Password);
        return visitor;
    }

    private async Task<Uid> StoreStudyAsync(IEnumerable<DemoInstance> instances)
    {
        var all = instances.ToList();
        await StoreAsync(all);
        return all[0].DataSet.GetUid(Tags.StudyInstanceUID);
    }
}
