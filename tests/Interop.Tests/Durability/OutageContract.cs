using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ImagingGateway.TestKit;
using Xunit.Abstractions;

namespace ImagingGateway.Interop.Tests.Durability;

/// <summary>Something the gateway needs is away while eight associations and two uploads send: what was acknowledged appears when it is back, by itself.</summary>
public abstract class OutageContract(ITestOutputHelper output) : IDisposable
{
    /// <summary>Far above what a gateway uses, far below what is sent.</summary>
    private const long MostMemory = 400L << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly HttpClient _client = new();
    private readonly string _data = Directory.CreateTempSubdirectory("gateway-outage-").FullName;

    /// <summary>Bytes of pixel data of an instance.</summary>
    protected virtual int PixelBytes => 30_000;

    public virtual void Dispose()
    {
        GC.SuppressFinalize(this);
        _client.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>Breaks something, keeps it broken, mends it, and looks what became of everything that was acknowledged.</summary>
    /// <param name="name">Of the fault.</param>
    /// <param name="settings">Environment of the gateway.</param>
    /// <param name="toldBy">The part of the health page that must tell it.</param>
    /// <param name="breakIt">Begins the fault.</param>
    /// <param name="mendIt">Ends it.</param>
    /// <param name="data">Data directory; one of its own unless given.</param>
    /// <returns>What the senders saw.</returns>
    private protected async Task<Senders> SufferAsync(
        string name, IReadOnlyDictionary<string, string> settings, string toldBy, Action breakIt, Action mendIt, string? data = null)
    {
        var senders = new Senders { Pace = TimeSpan.FromMilliseconds(200), PixelBytes = PixelBytes };
        using var witness = new Witness(senders);
        using var gateway = new GatewayProcess(data ?? _data, null, settings);
        Assert.True(await gateway.ListensAsync(), gateway.Output);
        using var enough = new CancellationTokenSource();
        var (round, sending) = senders.Begin(gateway, name, enough.Token);
        await UntilAsync(gateway, () => Task.FromResult(senders.Acknowledged.Skip(50).Any()));

        breakIt();
        var (before, lasts) = (senders.Acknowledged.Count(), Task.Delay(Soak.Fault)); // the fault's length is what is simulated
        int during;
        var mended = new Stopwatch();
        try
        {
            await UntilAsync(gateway, async () => await StateAsync(gateway, toldBy) == "bad");
            await lasts;
            during = senders.Acknowledged.Count() - before;
        }
        finally
        {
            mendIt();
            mended.Start();
        }

        // nobody helps: everything appears, and the page is content again
        await witness.FindsAllAsync(gateway, round, Patience);
        var recovery = mended.Elapsed;
        await UntilAsync(gateway, async () => await StateAsync(gateway, toldBy) != "bad" && await StateAsync(gateway, "Spool") == "good");
        await enough.CancelAsync();
        await sending;
        await witness.FindsAllAsync(gateway, round, Patience);
        var peak = gateway.PeakMemory; // the retrieval of thousands of images is another matter
        Assert.True(await witness.SeesAllAsync(gateway, round, Patience), gateway.Output);

        Assert.True(during + senders.Refusals > 0, "Nobody was answered.");
        Assert.Empty(senders.WrongAnswers);
        Assert.Empty(senders.Losses);
        Assert.InRange(peak, 1, MostMemory);
        Measurements.Record(output, name, string.Create(CultureInfo.InvariantCulture,
            $"{Soak.Fault.TotalSeconds:0} s; {during} acknowledged meanwhile, {senders.Refusals} refused as A700, all of them visible {recovery.TotalSeconds:0} s after its end, {senders.Acknowledged.Count()} in all, whole and once; peak memory {peak >> 20} MiB"));
        return senders;
    }

    private async Task<string?> StateAsync(GatewayProcess gateway, string part)
    {
        using var answer = await _client.GetAsync(new Uri(gateway.Web, "/health/state"));
        using var state = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return state.RootElement.GetProperty("checks").EnumerateArray().First(check => check.GetProperty("name").GetString() == part).GetProperty("state").GetString();
    }

    private static Task UntilAsync(GatewayProcess gateway, Func<Task<bool>> happens) => Eventually.IsTrueAsync(
        async () =>
        {
            Assert.False(gateway.HasEnded, gateway.Output);
            return await happens();
        },
        () => gateway.Output,
        Patience);
}
