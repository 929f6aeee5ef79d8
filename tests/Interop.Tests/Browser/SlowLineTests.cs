using System.Diagnostics;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace ImagingGateway.Interop.Tests.Browser;

/// <summary>What a telephone on a bad line gets: bytes are asserted, times written down.</summary>
[Collection(BrowserCollection.Name)]
public sealed class SlowLineTests(BrowserFixture gateway, ITestOutputHelper output)
{
    private const int FirstPictureBytes = 150 * 1024;

    [ToolTheory("chromium")]
    [InlineData(512, 300)]
    [InlineData(4000, 80)]
    public async Task A_link_shows_its_first_picture_and_then_true_values_in_few_bytes(int kilobits, int latency)
    {
        await using var bearer = await gateway.VisitAsync(phone: true);
        var (page, viewer) = (bearer.Page, new LightViewer(bearer.Page));
        var line = await SlowLine.OnAsync(page, kilobits, latency);
        var name = $"{kilobits} kbit/s, {latency} ms";

        var clock = Stopwatch.StartNew();
        await page.GotoAsync($"/l/{await LinkAsync(gateway.ChestCT)}", new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        await page.WaitForFunctionAsync("() => [...document.images].some(image => image.complete && image.naturalWidth > 32)");
        Measurements.Record(output, $"{name}: link to first picture", clock.Elapsed, line.Bytes);
        Assert.InRange(line.Bytes, 1, FirstPictureBytes);

        await page.Locator("a.primary[data-viewer]").WaitForAsync();
        var before = line.Bytes;
        clock.Restart();
        await page.Locator("a.primary[data-viewer]").ClickAsync();
        await page.WaitForFunctionAsync("() => document.getElementById('viewer')?.desk?.panes[0].entry?.pixels !== undefined");
        Measurements.Record(output, $"{name}: tap to a picture with working window and level", clock.Elapsed, line.Bytes - before);
        await viewer.WaitForLevelAsync(0);
        Measurements.Record(output, $"{name}: tap to the whole resolution", clock.Elapsed, line.Bytes - before);
        bearer.AssertClean();
    }

    private async Task<string> LinkAsync(Uid study) => (await gateway.Services.GetRequiredService<IStudyLinks>().CreateAsync(
        new NewStudyLink([study], DateTimeOffset.UtcNow.AddDays(7), null, "test", null) { Basis = LinkBasis.PatientRequest, Permission = LinkPermission.ViewFull }, CancellationToken.None)).Token;
}
