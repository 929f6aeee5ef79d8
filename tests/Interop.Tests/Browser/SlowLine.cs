using Microsoft.Playwright;

namespace ImagingGateway.Interop.Tests.Browser;

/// <summary>A page's network made slow by Chromium itself, and the bytes that came over it, headers included.</summary>
internal sealed class SlowLine
{
    private long _bytes;

    private SlowLine()
    {
    }

    /// <summary>Bytes of everything that has arrived whole.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <param name="page">Before it goes anywhere.</param>
    /// <param name="kilobits">Per second, each way.</param>
    /// <param name="latency">Milliseconds before each answer.</param>
    public static async Task<SlowLine> OnAsync(IPage page, int kilobits, int latency)
    {
        var line = new SlowLine();
        var session = await page.Context.NewCDPSessionAsync(page);
        session.Event("Network.loadingFinished").OnEvent += (_, finished) => Interlocked.Add(ref line._bytes, (long)(finished?.GetProperty("encodedDataLength").GetDouble() ?? 0));
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.emulateNetworkConditions", new()
        {
            ["offline"] = false, ["latency"] = latency, ["downloadThroughput"] = kilobits * 1000 / 8, ["uploadThroughput"] = kilobits * 1000 / 8,
        });
        return line;
    }
}
