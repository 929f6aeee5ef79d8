using Xunit.Abstractions;

namespace ImagingGateway.Interop.Tests.Durability;

/// <summary>On a real PostgreSQL and a real S3 server.</summary>
[Collection(SharedServers.Collection)]
public sealed class KillOnServersTests(ITestOutputHelper output) : KillContract(output)
{
    protected override IReadOnlyList<(string Point, int Most)> Faults { get; } =
        [("object-committed", 3), ("index-committed", 3), ("spool-emptied", 3), ("flushed", 40)];

    protected override int Kills => 5;

    public override async Task InitializeAsync()
    {
        foreach (var (name, value) in await SharedServers.NewAsync())
            Settings[name] = value;
        Settings["S3__PackQuiet"] = "00:00:00.050"; // packs close soon, so that many runs fit into the time
    }
}
