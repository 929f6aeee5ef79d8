using ImagingGateway.TestKit;
using Xunit.Abstractions;

namespace ImagingGateway.Interop.Tests.Durability;

/// <summary>
/// Acknowledged means durable, also when the power fails: at moments from a seed the volume under spool, objects and index loses everything that was
/// not flushed, names as well as bytes. A killed process loses nothing that it wrote; this finds a flush that is missing.
/// </summary>
public sealed class PowerCutTests(ITestOutputHelper output)
{
    private const int Cuts = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly Dictionary<string, string> NoSettings = [];

    [RootTheory]
    [Trait("Category", "Soak")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whatever_was_acknowledged_is_there_whole_and_once_after_the_power_failed(bool hasJournal)
    {
        await using var disk = new DiskToCut(hasJournal);
        var data = Path.Combine(disk.Path, "data");
        var senders = new Senders();
        using var witness = new Witness(senders);
        var random = new Random(20260103);
        var (rounds, cuts) = (new List<SentRound>(), Soak.Kills(Cuts) / 4);
        for (var cut = 0; cut < cuts; cut++)
        {
            using (var gateway = new GatewayProcess(data, null, NoSettings))
            {
                Assert.True(await gateway.ListensAsync(), gateway.Output);
                AssertNothingBroke(gateway);
                if (cut > 0)
                    Assert.True(await witness.SeesAllAsync(gateway, rounds[^1], Patience), gateway.Output);
                var after = TimeSpan.FromMilliseconds(random.Next(50, 1500));
                var (round, sending) = senders.Begin(gateway, $"power fails after {after.TotalMilliseconds:0} ms");
                rounds.Add(round);
                await Task.WhenAny(Task.Delay(after), sending); // the moment is what is simulated; nothing is waited for
                await gateway.FreezeAsync(); // an answer given after the power failed would be one of a machine that is off
                disk.Cut();
                gateway.Kill();
                await sending;
            }

            await disk.ReturnAsync();
        }

        using (var gateway = new GatewayProcess(data, null, NoSettings))
        {
            Assert.True(await gateway.ListensAsync(), gateway.Output);
            AssertNothingBroke(gateway);
            foreach (var round in rounds)
                Assert.True(await witness.SeesAllAsync(gateway, round, Patience), gateway.Output);
        }

        Assert.Empty(senders.WrongAnswers);
        var acknowledged = senders.Acknowledged.ToList();
        Assert.True(acknowledged.Select(instance => instance.Round).Distinct().Count() > cuts / 2, "Hardly anything was acknowledged before the power failed: that proves nothing.");
        Measurements.Record(output, nameof(PowerCutTests), $"{cuts} {(disk.IsReal ? "power cuts" : "kills (no volume can be mounted here)")}, ext4 {(hasJournal ? "with" : "without")} a journal; {acknowledged.Count} of {senders.Sent.Count} instances acknowledged, all found whole and once by C-FIND and WADO-RS");
    }

    /// <summary>
    /// Keys, settings and database are whole: all the gateway finds is what was cut off on its way in. Without a journal such a file may have its length and not
    /// its bytes (event 2014).
    /// </summary>
    private static void AssertNothingBroke(GatewayProcess gateway) => Assert.DoesNotContain(
        gateway.Output.Split('\n'),
        line => (line.Contains(" fail: ", StringComparison.Ordinal) && !line.Contains("Publisher[2014]", StringComparison.Ordinal)) || line.Contains("SessionKeys", StringComparison.Ordinal));
}
