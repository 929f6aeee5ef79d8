using System.Globalization;
using ImagingGateway.TestKit;
using Xunit.Abstractions;

namespace ImagingGateway.Interop.Tests.Durability;

/// <summary>Acknowledged means durable: the real process is killed between two hops of an instance's way, and at moments from a seed.</summary>
public abstract class KillContract(ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>In each turn as many kills come from outside, at a moment from a seed.</summary>
    private const int FromOutside = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string _data = Directory.CreateTempSubdirectory("gateway-kill-").FullName;

    /// <summary>Points at which the process ends, in turn, and how often at most it passes one before.</summary>
    protected abstract IReadOnlyList<(string Point, int Most)> Faults { get; }

    /// <summary>Kills of a normal run.</summary>
    protected abstract int Kills { get; }

    /// <summary>Settings as environment variables.</summary>
    protected Dictionary<string, string> Settings { get; } = [];

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Directory.Delete(_data, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    [Trait("Category", "Soak")]
    public async Task Whatever_was_acknowledged_is_there_whole_and_once_after_any_kill()
    {
        var senders = new Senders();
        using var witness = new Witness(senders);
        var random = new Random(20260102);
        var (rounds, unseen, kills) = (new List<SentRound>(), new List<SentRound>(), Soak.Kills(Kills));
        for (var kill = 0; kill < kills; kill++)
        {
            var turn = kill % (Faults.Count + FromOutside);
            var fault = turn < Faults.Count ? string.Create(CultureInfo.InvariantCulture, $"{Faults[turn].Point}:{1 + random.Next(Faults[turn].Most)}") : null;
            if (await RunAsync(senders, witness, unseen, fault, TimeSpan.FromMilliseconds(random.Next(20, 500))) is { } round)
            {
                rounds.Add(round);
                unseen.Add(round);
            }
        }

        using var gateway = new GatewayProcess(_data, null, Settings);
        Assert.True(await gateway.ListensAsync(), gateway.Output);
        foreach (var round in rounds)
            Assert.True(await witness.SeesAllAsync(gateway, round, Patience), gateway.Output);
        var acknowledged = senders.Acknowledged.ToList();
        Assert.True(acknowledged.Select(instance => instance.Round).Distinct().Count() > kills / 3, "Hardly anything was acknowledged before the kills: they prove nothing.");
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Combine(_data, "spool"), "*", SearchOption.AllDirectories),
            path => path.Contains("/receiving/", StringComparison.Ordinal) || path.Contains("/damaged/", StringComparison.Ordinal));
        Measurements.Record(output, $"{GetType().Name}", $"{kills} kills, {rounds.Count} of them while senders sent; {acknowledged.Count} of {senders.Sent.Count} instances acknowledged, all found whole and once by C-FIND and WADO-RS");
    }

    /// <summary>Starts, sees what was sent before, lets everybody send, and waits for the end.</summary>
    /// <returns>What was sent; null when the fault was reached before.</returns>
    private async Task<SentRound?> RunAsync(Senders senders, Witness witness, List<SentRound> unseen, string? fault, TimeSpan killAfter)
    {
        using var gateway = new GatewayProcess(_data, fault, Settings);
        if (!await gateway.ListensAsync())
            return null;
        while (unseen.Count > 0)
        {
            if (!await witness.SeesAllAsync(gateway, unseen[0], Patience))
                return null;
            unseen.RemoveAt(0);
        }

        var (round, sending) = senders.Begin(gateway, fault ?? $"kill after {killAfter.TotalMilliseconds:0} ms");
        if (fault is null)
        {
            await Task.WhenAny(Task.Delay(killAfter), sending);
            gateway.Kill();
        }

        await sending;
        Assert.True(await gateway.EndsAsync(TimeSpan.FromSeconds(30)), $"{fault} was never reached. {gateway.Output}");
        Assert.Empty(senders.WrongAnswers);
        return round;
    }
}
