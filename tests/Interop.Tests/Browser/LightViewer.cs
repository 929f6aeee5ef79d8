using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace ImagingGateway.Interop.Tests.Browser;

/// <summary>The light viewer's first pane: what a person sees of it and does with it.</summary>
internal sealed class LightViewer(IPage page)
{
    private const string Pane = "document.getElementById('viewer').desk.panes[0]";

    public ILocator Canvas => page.Locator(".pane canvas").First;

    /// <summary>Returns when the picture has at least this resolution: 0 the whole, 1 the half.</summary>
    public Task WaitForLevelAsync(int level) => page.WaitForFunctionAsync("level => Number(document.querySelector('.pane')?.dataset.level ?? 9) <= level", level);

    public Task WaitForImageAsync(int number) => page.WaitForFunctionAsync("number => document.querySelector('.pane')?.dataset.image === String(number)", number);

    /// <summary>Image number, from 1.</summary>
    public async Task<int> NumberAsync() => int.Parse(await page.Locator(".pane").First.GetAttributeAsync("data-image") ?? "", CultureInfo.InvariantCulture);

    /// <summary>Every pixel on a screen pixel of its own, so that the whole resolution is wanted.</summary>
    public async Task ZoomInAsync()
    {
        for (var i = 0; i < 10; i++)
            await page.Keyboard.PressAsync("+");
    }

    /// <summary>Text at the bottom: window, and lengths.</summary>
    public Task<string> FootAsync() => page.Locator(".pane .corner").Nth(2).InnerTextAsync();

    /// <summary>SHA-256 of the decoded samples, hexadecimal.</summary>
    public Task<string> SamplesAsync() => page.EvaluateAsync<string>(
        $$"""
        async () => {
          const { samples } = {{Pane}}.entry.pixels;
          const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
          return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map(byte => byte.toString(16).padStart(2, '0')).join('').toUpperCase();
        }
        """);

    /// <summary>The greatest difference between the picture as painted, pixel by pixel, and the server's PNG of the same frame.</summary>
    public Task<int> DifferenceAsync(string renderedUrl) => page.EvaluateAsync<int>(
        $$"""
        async url => {
          const answer = await fetch(url, { headers: { Accept: 'image/png' } });
          const bitmap = await createImageBitmap(await answer.blob(), { colorSpaceConversion: 'none' });
          const canvas = Object.assign(document.createElement('canvas'), { width: bitmap.width, height: bitmap.height });
          const context = canvas.getContext('2d');
          context.drawImage(bitmap, 0, 0);
          const theirs = context.getImageData(0, 0, canvas.width, canvas.height).data;
          const { picture } = {{Pane}};
          if (picture.width !== canvas.width || picture.height !== canvas.height) return 999;
          const ours = picture.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          let greatest = 0;
          for (let i = 0; i < ours.length; i++) greatest = Math.max(greatest, Math.abs(ours[i] - theirs[i]));
          return greatest;
        }
        """,
        renderedUrl);

    /// <summary>How a person has moved and enlarged the picture.</summary>
    public Task<double> ZoomAsync() => page.EvaluateAsync<double>($"() => {Pane}.view.zoom");

    public Task<JsonElement> WindowAsync() => page.EvaluateAsync<JsonElement>($"() => {Pane}.currentWindow");

    /// <summary>Fingers that go down, move in steps and lift: each line one finger's way from (x, y) to (x, y) in CSS pixels of the page.</summary>
    public async Task TouchAsync(params (float X, float Y, float ToX, float ToY)[] fingers)
    {
        const int steps = 8;
        var session = await page.Context.NewCDPSessionAsync(page);
        await SendAsync("touchStart", 0);
        for (var step = 1; step <= steps; step++)
            await SendAsync("touchMove", (float)step / steps);
        await session.SendAsync("Input.dispatchTouchEvent", new() { ["type"] = "touchEnd", ["touchPoints"] = Array.Empty<object>() });
        await session.DetachAsync();

        Task SendAsync(string type, float part) => session.SendAsync("Input.dispatchTouchEvent", new()
        {
            ["type"] = type,
            ["touchPoints"] = fingers.Select((finger, id) => new { x = finger.X + ((finger.ToX - finger.X) * part), y = finger.Y + ((finger.ToY - finger.Y) * part), id }).ToArray(),
        });
    }

    public async Task<(float X, float Y, float Width, float Height)> BoxAsync()
    {
        var box = await Canvas.BoundingBoxAsync() ?? throw new InvalidOperationException("No picture is shown.");
        return (box.X, box.Y, box.Width, box.Height);
    }
}
