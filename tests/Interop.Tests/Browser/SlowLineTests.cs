using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.TestKit;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace ImagingGateway.Interop.Tests.Browser;

/// <summary>What a telephone on a bad line gets: bytes are asserted, times written down.</summary>
[Collection(BrowserCollection.Name)]
public sealed class SlowLineTests(BrowserFixture gateway, ITestOutputHelper output)
{
    private const int FirstPictureBytes = 150 * 1024;
    private const int ReviewBytes = 5_000_000;
    private const int Slices = 300;

    [ToolTheory("chromium")]
    [InlineData(512, 300, true)]
    [InlineData(512, 300, false)]
    [InlineData(4000, 80, true)]
    public async Task A_link_shows_its_first_picture_and_then_true_values_in_few_bytes(int kilobits, int latency, bool idle)
    {
        await VisitOnceAsync();
        await using var bearer = await gateway.VisitAsync(phone: true);
        var (page, viewer) = (bearer.Page, new LightViewer(bearer.Page));
        var link = await LinkAsync(gateway.ChestCT);
        var line = await SlowLine.OnAsync(page, kilobits, latency);
        var name = $"{kilobits} kbit/s, {latency} ms";

        var clock = Stopwatch.StartNew();
        await page.GotoAsync(link, new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        await page.WaitForFunctionAsync("() => [...document.images].some(image => image.complete && image.naturalWidth > 32)");
        Measurements.Record(output, $"{name}: link to first picture", clock.Elapsed, line.Bytes);
        Assert.InRange(line.Bytes, 1, FirstPictureBytes);

        await page.Locator("a.primary[data-viewer]").WaitForAsync();
        if (idle)
            await page.WaitForFunctionAsync("() => document.querySelector('[data-prefetch]').dataset.prefetch.split(' ').every(url => performance.getEntriesByName(new URL(url, location).href).some(entry => entry.responseEnd > 0))");
        var before = line.Bytes;
        clock.Restart();
        await page.Locator("a.primary[data-viewer]").ClickAsync();
        await page.WaitForFunctionAsync("() => document.getElementById('viewer')?.desk?.panes[0].entry?.pixels !== undefined");
        Measurements.Record(output, $"{name}: tap to a picture with working window and level, {(idle ? "viewer fetched meanwhile" : "at once")}", clock.Elapsed, line.Bytes - before);
        if (idle)
            Assert.True(await page.EvaluateAsync<bool>("() => performance.getEntriesByType('resource').filter(entry => entry.name.includes('/app/')).every(entry => entry.transferSize === 0)")); // all of it was there
        await viewer.WaitForLevelAsync(0);
        Measurements.Record(output, $"{name}: tap to the whole resolution", clock.Elapsed, line.Bytes - before);
        bearer.AssertClean();
    }

    [ToolFact("chromium")]
    public async Task A_CT_of_300_slices_is_gone_through_within_five_megabytes()
    {
        var slices = DemoStudies.ChestCT(DateTime.UtcNow.AddHours(7), Slices).ToList();
        foreach (var slice in slices)
        {
            slice.DataSet.SetString(Tags.PatientName, "MẪU ĐƯỜNG CHẬM");
            slice.DataSet.SetString(Tags.PatientID, "SLOWLINE01");
        }

        await gateway.StoreAsync(slices);
        await using var bearer = await gateway.VisitAsync(phone: true);
        var (page, viewer) = (bearer.Page, new LightViewer(bearer.Page));
        var link = await LinkAsync(slices[0].DataSet.GetUid(Tags.StudyInstanceUID));
        var line = await SlowLine.OnAsync(page, 512, 300);
        await page.GotoAsync(link);
        await page.GotoAsync((await page.Locator("a.primary[data-viewer]").GetAttributeAsync("href"))!.Replace("image=150", "image=1", StringComparison.Ordinal));
        await viewer.WaitForLevelAsync(0);
        var clock = Stopwatch.StartNew();

        // one slice after the other, each as soon as it is painted; every fortieth is looked at in full
        var painted = await page.EvaluateAsync<int>(
            """
            async count => {
              const pane = document.querySelector('.pane');
              const seen = new Set();
              for (let number = 1; number <= count; number++) {
                const level = number % 40 === 0 ? 0 : 3;
                await new Promise(done => {
                  const look = () => pane.dataset.image === String(number) && Number(pane.dataset.level) <= level ? done() : requestAnimationFrame(look);
                  look();
                });
                seen.add(number);
                dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown' }));
              }
              return seen.size;
            }
            """,
            Slices);

        Measurements.Record(output, $"512 kbit/s, 300 ms: {Slices} slices gone through, 8 in full", clock.Elapsed, line.Bytes);
        Assert.Equal(Slices, painted);
        Assert.InRange(line.Bytes, 1_000_000, ReviewBytes);
        bearer.AssertClean();
    }

    /// <summary>Somebody was here before, with another study: what is measured is no gateway's first answer.</summary>
    private async Task VisitOnceAsync()
    {
        await using var bearer = await gateway.VisitAsync(phone: true);
        await bearer.Page.GotoAsync(await LinkAsync(gateway.Ultrasound));
        await bearer.Page.Locator("a.primary[data-viewer]").ClickAsync();
        await bearer.ArriveAsync("/viewer/");
        await new LightViewer(bearer.Page).WaitForLevelAsync(1);
    }

    /// <summary>Made as a hospital's system makes it, which also makes its first pictures ahead.</summary>
    private async Task<string> LinkAsync(Uid study)
    {
        using var client = gateway.CreateClient();
        using var answer = await client.PostAsJsonAsync("/api/study-links", new { studyInstanceUids = new[] { study.Value }, days = 7, basis = "PatientRequest", permission = "ViewFull" });
        answer.EnsureSuccessStatusCode();
        return new Uri((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("url").GetString()!).PathAndQuery;
    }
}
