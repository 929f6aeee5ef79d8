using Microsoft.Playwright;

namespace ImagingGateway.Interop.Tests.Browser;

/// <summary>The viewer's picture: what a person sees of it and does with it.</summary>
internal sealed class Viewport(IPage page)
{
    // What is on the canvas: the number of grey levels and a sum that changes with any pixel.
    private const string Look = """
        () => {
          const canvas = document.querySelector('canvas.cornerstone-canvas');
          if (!canvas || canvas.width < 100) return null;
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          const levels = new Set();
          let sum = 0;
          for (let i = 0; i < data.length; i += 4) { levels.add(data[i]); sum = (sum * 31 + data[i]) % 1000000007; }
          return { levels: levels.size, sum };
        }
        """;

    /// <summary>Returns when a picture with more than so many grey levels is shown.</summary>
    public async Task<Sight> WaitForImageAsync(int levels = 50)
    {
        await page.WaitForFunctionAsync($"levels => (({Look})()?.levels ?? 0) > levels", levels);
        return await LookAsync();
    }

    /// <summary>Returns when the picture is another one than <paramref name="before"/>.</summary>
    public async Task<Sight> WaitForChangeAsync(Sight before)
    {
        await page.WaitForFunctionAsync($"before => (({Look})()?.sum ?? before) !== before", before.Sum);
        return await LookAsync();
    }

    /// <summary>Text in a corner, such as <c>bottom-left</c>.</summary>
    public async Task<string> CornerAsync(string corner) => await page.Locator($"[data-cy=viewport-overlay-{corner}]").First.InnerTextAsync();

    public async Task ScrollAsync()
    {
        var box = await BoxAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await page.Mouse.WheelAsync(0, 100);
    }

    /// <summary>Presses the left button in the middle and moves by so many CSS pixels.</summary>
    public async Task DragAsync(float right, float down)
    {
        var box = await BoxAsync();
        var (x, y) = (box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await page.Mouse.MoveAsync(x, y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(x + right, y + down, new MouseMoveOptions { Steps = 5 });
        await page.Mouse.UpAsync();
    }

    /// <summary>Returns when the length written beside the only measurement is within 2 % of <paramref name="millimetres"/>.</summary>
    /// <exception cref="TimeoutException">It is another one, or there is none.</exception>
    public Task WaitForLengthAsync(double millimetres) => page.WaitForFunctionAsync(
        """
        expected => [...document.querySelectorAll('svg text')].some(text => {
          const length = /([\d.]+) mm/.exec(text.textContent);
          return length && Math.abs(Number(length[1]) / expected - 1) < 0.02;
        })
        """,
        millimetres);

    /// <summary>Size of the picture's area in CSS pixels.</summary>
    public async Task<(float X, float Y, float Width, float Height)> BoxAsync()
    {
        var box = await page.Locator("canvas.cornerstone-canvas").First.BoundingBoxAsync() ?? throw new InvalidOperationException("No picture is shown.");
        return (box.X, box.Y, box.Width, box.Height);
    }

    private Task<Sight> LookAsync() => page.EvaluateAsync<Sight>(Look);

    /// <summary>What was on the canvas.</summary>
    public sealed record Sight(int Levels, long Sum)
    {
        public Sight()
            : this(0, 0)
        {
        }
    }
}
