using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace ImagingGateway.Interop.Tests.Browser;

/// <summary>A page's network made slow by Chromium itself, and the bytes that came over it, headers included.</summary>
internal sealed class SlowLine
{
    private long _bytes;

    private SlowLine()
    {
    }

    /// <summary>Bytes of everything that has arrived whole, and of what was broken off.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <param name="page">Before it goes anywhere.</param>
    /// <param name="kilobits">Per second, each way.</param>
    /// <param name="latency">Milliseconds before each answer.</param>
    public static async Task<SlowLine> OnAsync(IPage page, int kilobits, int latency)
    {
        var line = new SlowLine();
        var session = await page.Context.NewCDPSessionAsync(page);
        var arrived = new ConcurrentDictionary<string, long>();
        session.Event("Network.dataReceived").OnEvent += (_, data) => arrived.AddOrUpdate(RequestOf(data), _ => LengthOf(data), (_, before) => before + LengthOf(data));
        session.Event("Network.loadingFinished").OnEvent += (_, finished) => Interlocked.Add(ref line._bytes, LengthOf(finished));
        session.Event("Network.loadingFailed").OnEvent += (_, failed) => Interlocked.Add(ref line._bytes, arrived.GetValueOrDefault(RequestOf(failed))); // broken off: what came is paid for
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.emulateNetworkConditions", new()
        {
            ["offline"] = false, ["latency"] = latency, ["downloadThroughput"] = kilobits * 1000 / 8, ["uploadThroughput"] = kilobits * 1000 / 8,
        });
        return line;
    }

    private static string RequestOf(JsonElement? message) => message?.GetProperty("requestId").GetString() ?? "";

    private static long LengthOf(JsonElement? message) => (long)(message?.GetProperty("encodedDataLength").GetDouble() ?? 0);
}
