using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.Interop.Tests.Browser;

/// <summary>The light viewer shows what was stored, to the last bit, and obeys mouse, keys and fingers.</summary>
[Collection(BrowserCollection.Name)]
public sealed partial class LightViewerTests(BrowserFixture gateway)
{
    private static DateTime Now => DateTime.UtcNow.AddHours(7);

    private IStudyLinks Links => gateway.Services.GetRequiredService<IStudyLinks>();

    [ToolTheory("chromium")]
    [InlineData("signed CT")]
    [InlineData("CT with slope and sigmoid window")]
    [InlineData("X-ray of 12 bits")]
    [InlineData("MONOCHROME1 without a window")]
    [InlineData("colour loop")]
    [InlineData("colour loop by planes, YBR")]
    public async Task Decoded_values_are_the_stored_ones_and_painted_as_the_server_renders(string kind)
    {
        var (instance, frame, samples) = Make(kind);
        await gateway.StoreAsync([instance]);
        var (study, series) = (instance.DataSet.GetUid(Tags.StudyInstanceUID), instance.DataSet.GetUid(Tags.SeriesInstanceUID));
        await using var radiologist = await gateway.VisitSignedInAsync();
        var viewer = new LightViewer(radiologist.Page);

        await radiologist.Page.GotoAsync($"/viewer/{study}?image={frame}");
        await viewer.WaitForImageAsync(frame);
        await viewer.WaitForLevelAsync(3); // what is enlarged before the image is there is shown whole again
        await viewer.ZoomInAsync();
        await viewer.WaitForLevelAsync(0);

        var difference = await viewer.DifferenceAsync($"/dicom-web/studies/{study}/series/{series}/instances/{instance.SopInstanceUid}/frames/{frame}/rendered");
        Assert.InRange(difference, 0, kind.Contains("YBR", StringComparison.Ordinal) ? 1 : 0);
        Assert.True(await radiologist.Page.EvaluateAsync<bool>("() => document.getElementById('viewer').desk.panes[0].stack.progressive")); // it came in parts, not uncompressed
        if (samples is not null)
            Assert.Equal(Convert.ToHexString(SHA256.HashData(samples)), await viewer.SamplesAsync());
        radiologist.AssertClean();
    }

    [ToolFact("chromium")]
    public async Task The_front_of_a_frame_gives_the_very_picture_that_the_whole_gives_at_that_size()
    {
        await using var radiologist = await gateway.VisitSignedInAsync();
        await radiologist.Page.GotoAsync($"/viewer/{gateway.ChestCT}");
        await new LightViewer(radiologist.Page).WaitForLevelAsync(0);

        Assert.Equal("same same same", await radiologist.Page.EvaluateAsync<string>(
            """
            async () => {
              const { desk } = document.getElementById('viewer');
              const { image, stack } = desk.panes[0];
              const url = `${document.getElementById('viewer').dataset.dicomWeb}/series/${stack.series}/instances/${image.sop}/frames/${image.frame}`;
              const answer = await fetch(url, { headers: { Accept: 'image/jphc' } });
              const lengths = answer.headers.get('Prefix-Lengths').split(',').map(Number);
              const whole = new Uint8Array(await answer.arrayBuffer());
              const said = [];
              for (const level of [3, 2, 1]) {
                const front = await desk.decoding.decode(whole.slice(0, lengths[3 - level]), level, image, true);
                const reduced = await desk.decoding.decode(whole.slice(), level, image, true);
                said.push(front.width === Math.ceil(image.columns / 2 ** level) && front.samples.every((value, i) => value === reduced.samples[i]) ? 'same' : 'other');
              }
              return said.join(' ');
            }
            """));
    }

    [ToolFact("chromium")]
    public async Task The_list_of_windows_names_the_one_in_force_and_none_after_one_was_drawn_by_hand()
    {
        await using var radiologist = await gateway.VisitSignedInAsync();
        var (page, viewer) = (radiologist.Page, new LightViewer(radiologist.Page));
        await page.GotoAsync($"/viewer/{gateway.ChestCT}?window=lung"); // as the sheet of a link opens it
        await viewer.WaitForLevelAsync(0);
        Assert.StartsWith("Mức -600 Rộng 1500", await viewer.FootAsync(), StringComparison.Ordinal);
        Assert.Equal("Phổi", await page.EvaluateAsync<string>("() => document.querySelector('select').selectedOptions[0]?.text"));

        var box = await viewer.BoxAsync();
        await page.Keyboard.PressAsync("w");
        await page.Mouse.MoveAsync(box.X + 200, box.Y + 200);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + 260, box.Y + 230, new() { Steps = 4 });
        await page.Mouse.UpAsync();
        Assert.Equal(-1, await page.EvaluateAsync<int>("() => document.querySelector('select').selectedIndex"));
        await page.Locator("select").SelectOptionAsync("Phổi");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.pane .corner')[2].textContent.startsWith('Mức -600 Rộng 1500')");
    }

    [ToolFact("chromium")]
    public async Task A_PC_scrolls_windows_measures_and_puts_series_side_by_side()
    {
        await using var radiologist = await gateway.VisitSignedInAsync();
        var (page, viewer) = (radiologist.Page, new LightViewer(radiologist.Page));
        await page.GotoAsync($"/viewer/{gateway.ChestCT}");
        await viewer.WaitForLevelAsync(0);
        Assert.Equal(20, await viewer.NumberAsync());
        Assert.StartsWith("Mức 40 Rộng 400", await viewer.FootAsync(), StringComparison.Ordinal);

        var box = await viewer.BoxAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await page.Mouse.WheelAsync(0, 120);
        await viewer.WaitForImageAsync(22);
        await page.Keyboard.PressAsync("Home");
        await viewer.WaitForImageAsync(1);
        await page.Locator("select").SelectOptionAsync("Phổi");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.pane .corner')[2].textContent.startsWith('Mức -600 Rộng 1500')");

        // 200 CSS pixels across a picture that fills the height
        await page.Keyboard.PressAsync("l");
        await page.Mouse.MoveAsync(box.X + (box.Width / 2) - 100, box.Y + 200);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width / 2) + 100, box.Y + 200, new() { Steps = 4 });
        await page.Mouse.UpAsync();
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.pane .corner')[2].textContent.includes(' mm')");
        var expected = 200 / (Math.Min(box.Width, box.Height) / 512.0) * (380.0 / 512);
        Assert.Equal(expected, Millimetres(await viewer.FootAsync()), 0.06);
        await radiologist.ScreenshotAsync("light-viewer");

        await page.ClickAsync("button[data-do='layout:1x2']");
        // the study has one series only: it stands beside itself
        await page.WaitForFunctionAsync("() => { const panes = [...document.querySelectorAll('.pane')]; return panes.length === 2 && panes.every(pane => Number(pane.dataset.level) <= 3); }");
        await page.ClickAsync("button[data-do='layout:1x1']");
        await page.Keyboard.PressAsync("w");
        await page.Mouse.MoveAsync(box.X + 200, box.Y + 200);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + 250, box.Y + 200, new() { Steps = 4 });
        await page.Mouse.UpAsync();
        Assert.Equal(1800, (await viewer.WindowAsync()).GetProperty("width").GetDouble(), 1);
        radiologist.AssertClean();
    }

    [ToolFact("chromium")]
    public async Task Two_series_stand_side_by_side_and_are_turned_windowed_and_moved_apart()
    {
        var (first, second) = (DemoStudies.ChestCT(Now, slices: 6).ToList(), DemoStudies.ChestCT(Now, slices: 4).ToList());
        var study = first[0].DataSet.GetUid(Tags.StudyInstanceUID);
        foreach (var slice in first.Concat(second))
        {
            slice.DataSet.SetString(Tags.PatientName, "MẪU HAI LOẠT");
            slice.DataSet.SetString(Tags.PatientID, "SERIES02");
            slice.DataSet.SetString(Tags.StudyInstanceUID, study.Value);
        }

        foreach (var slice in second)
        {
            slice.DataSet.SetInteger(Tags.SeriesNumber, 3);
            slice.DataSet.SetString(Tags.SeriesDescription, "Nhu mô phổi 1.0");
        }

        await gateway.StoreAsync(first.Concat(second));
        await using var radiologist = await gateway.VisitSignedInAsync();
        var page = radiologist.Page;
        await page.GotoAsync($"/viewer/{study}");
        await new LightViewer(page).WaitForLevelAsync(3);
        await page.ClickAsync("button[data-do='layout:1x2']");
        await page.WaitForFunctionAsync("() => { const panes = [...document.querySelectorAll('.pane')]; return panes.length === 2 && panes.every(pane => Number(pane.dataset.level) <= 3) && panes[0].dataset.series !== panes[1].dataset.series; }");

        await page.Locator(".pane canvas").Nth(1).ClickAsync();
        await page.Keyboard.PressAsync("End");
        await page.SelectOptionAsync("select", "Phổi");
        await page.Keyboard.PressAsync("p");
        var box = await page.Locator(".pane canvas").Nth(1).BoundingBoxAsync() ?? throw new InvalidOperationException("No picture is shown.");
        await page.Mouse.MoveAsync(box.X + 200, box.Y + 200);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + 260, box.Y + 230, new() { Steps = 4 });
        await page.Mouse.UpAsync();

        await page.WaitForFunctionAsync("() => document.querySelectorAll('.pane')[1].dataset.image === '4' && Number(document.querySelectorAll('.pane')[1].dataset.level) <= 3");
        Assert.Equal("3 40 0,0 | 4 -600 60,30", await page.EvaluateAsync<string>(
            "() => document.getElementById('viewer').desk.panes.map(pane => `${pane.index + 1} ${pane.currentWindow.center} ${pane.view.x},${pane.view.y}`).join(' | ')"));
        await radiologist.ScreenshotAsync("light-viewer-series");
        radiologist.AssertClean();
    }

    [ToolFact("chromium")]
    public async Task Fingers_turn_zoom_window_and_measure()
    {
        await using var bearer = await gateway.VisitAsync(phone: true);
        var (page, viewer) = (bearer.Page, new LightViewer(bearer.Page));
        var link = await Links.CreateAsync(new NewStudyLink([gateway.ChestCT], DateTimeOffset.UtcNow.AddDays(7), null, "test", null) { Basis = LinkBasis.PatientRequest, Permission = LinkPermission.ViewFull }, CancellationToken.None);
        await page.GotoAsync($"/l/{link.Token}");
        await page.Locator("a.primary[data-viewer]").ClickAsync();
        await bearer.ArriveAsync("/viewer/");
        await viewer.WaitForLevelAsync(1);
        await bearer.ScreenshotAsync("light-viewer");
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        var box = await viewer.BoxAsync();
        var (x, y) = (box.X + (box.Width / 2), box.Y + (box.Height / 2));

        var before = await viewer.NumberAsync();
        await viewer.TouchAsync((x, y, x, y + 120));
        Assert.InRange(await viewer.NumberAsync(), before + 5, before + 15);

        await viewer.TouchAsync((x - 40, y, x - 100, y), (x + 40, y, x + 100, y));
        Assert.Equal(200 / 80.0, await viewer.ZoomAsync(), 0.15);

        await page.ClickAsync("button[data-do=reset]");
        await page.ClickAsync("button[data-do='tool:window']");
        await viewer.TouchAsync((x, y, x + 50, y));
        Assert.Equal(480, (await viewer.WindowAsync()).GetProperty("width").GetDouble(), 1);

        await page.ClickAsync("button[data-do='tool:length']");
        await viewer.TouchAsync((x - 60, y, x + 60, y));
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.pane .corner')[2].textContent.includes(' mm')");
        Assert.Equal(120 / (Math.Min(box.Width, box.Height) / 512.0) * (380.0 / 512), Millimetres(await viewer.FootAsync()), 0.06);
        await bearer.ScreenshotAsync("light-viewer-length");
        bearer.AssertClean();
    }

    [ToolFact("chromium")]
    public async Task A_loop_plays_and_a_broken_line_is_told_and_waited_for()
    {
        await using var radiologist = await gateway.VisitSignedInAsync(phone: true);
        var (page, viewer) = (radiologist.Page, new LightViewer(radiologist.Page));
        var isDown = true;
        await page.RouteAsync("**/frames/**", route => isDown ? route.AbortAsync() : route.ContinueAsync());
        await page.RouteAsync("**/images/**", route => isDown ? route.AbortAsync() : route.ContinueAsync());
        await page.GotoAsync($"/viewer/{gateway.Ultrasound}");
        await page.GetByText("Mạng yếu").WaitForAsync();

        isDown = false;
        await viewer.WaitForLevelAsync(1);
        await page.GetByText("Mạng yếu").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Hidden });
        await page.ClickAsync("button[data-do=play]");
        await viewer.WaitForImageAsync(5);
        await viewer.WaitForImageAsync(2); // it begins again
        await page.ClickAsync("button[data-do=play]");
        radiologist.AssertClean();
    }

    [ToolFact("chromium")]
    public async Task A_link_that_is_withdrawn_meanwhile_says_so()
    {
        await using var bearer = await gateway.VisitAsync(phone: true);
        var (page, viewer) = (bearer.Page, new LightViewer(bearer.Page));
        var link = await Links.CreateAsync(new NewStudyLink([gateway.ChestCT], DateTimeOffset.UtcNow.AddDays(7), null, "test", null) { Basis = LinkBasis.PatientRequest, Permission = LinkPermission.ViewFull }, CancellationToken.None);
        await page.GotoAsync($"/l/{link.Token}/viewer/{gateway.ChestCT}");
        await viewer.WaitForLevelAsync(3);

        await Links.RevokeAsync(link.Link.Id, "test", CancellationToken.None);
        await page.Keyboard.PressAsync("End");

        await page.GetByText("Bạn không còn được xem các ảnh này").WaitForAsync();
        bearer.AssertClean();
    }

    private static (DemoInstance Instance, int Frame, byte[]? Samples) Make(string kind)
    {
        var instance = kind switch
        {
            "X-ray of 12 bits" or "MONOCHROME1 without a window" => DemoStudies.ChestXRay(Now).Single(),
            "signed CT" or "CT with slope and sigmoid window" => DemoStudies.ChestCT(Now, slices: 1).Single(),
            _ => DemoStudies.Ultrasound(Now, frames: 3).Single(),
        };
        var dataSet = instance.DataSet;
        // a patient of its own: other tests of this gateway count the studies of the demo's
        dataSet.SetString(Tags.PatientName, "MẪU ĐIỂM ẢNH");
        dataSet.SetString(Tags.PatientID, "PIXELS01");
        switch (kind)
        {
            case "MONOCHROME1 without a window":
                dataSet.SetString(Tags.PhotometricInterpretation, "MONOCHROME1");
                dataSet.Remove(Tags.WindowCenter);
                dataSet.Remove(Tags.WindowWidth);
                break;
            case "CT with slope and sigmoid window":
                dataSet.SetString(Tags.RescaleSlope, "0.5");
                dataSet.SetString(Tags.RescaleIntercept, "-300.25");
                dataSet.SetString(Tags.VOILUTFunction, "SIGMOID");
                break;
            case "colour loop":
                Colour(dataSet, "RGB", planar: false);
                return (instance, 3, Frame(dataSet, 3));
            case "colour loop by planes, YBR":
                Colour(dataSet, "YBR_FULL", planar: true);
                return (instance, 2, null);
        }

        return (instance, 1, Frame(dataSet, 1));
    }

    // the grey loop with colours of its own
    private static void Colour(DataSet dataSet, string photometric, bool planar)
    {
        var grey = dataSet[Tags.PixelData]!.Bytes.ToArray();
        var frame = grey.Length / 3;
        var colour = new byte[grey.Length * 3];
        for (var i = 0; i < grey.Length; i++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                var value = channel == 0 ? grey[i] : channel == 1 ? (byte)(128 + (grey[i] / 4)) : (byte)(160 - (grey[i] / 3));
                colour[planar ? (i / frame * frame * 3) + (channel * frame) + (i % frame) : (i * 3) + channel] = value;
            }
        }

        dataSet.SetInteger(Tags.SamplesPerPixel, 3);
        dataSet.SetInteger(Tags.PlanarConfiguration, planar ? 1 : 0);
        dataSet.SetString(Tags.PhotometricInterpretation, photometric);
        dataSet.Set(new DataElement(Tags.PixelData, VR.OB, colour));
    }

    private static byte[] Frame(DataSet dataSet, int number)
    {
        var all = dataSet[Tags.PixelData]!.Bytes;
        var count = (int)(dataSet.GetInteger(Tags.NumberOfFrames) ?? 1);
        return all.Slice(all.Length / count * (number - 1), all.Length / count).ToArray();
    }

    private static double Millimetres(string text) => double.Parse(Length().Match(text).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"([\d.]+) mm")]
    private static partial Regex Length();
}
