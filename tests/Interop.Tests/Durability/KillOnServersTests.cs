namespace ImagingGateway.Interop.Tests.Durability;

/// <summary>On a real PostgreSQL and a real S3 server; what happens before publication is the same as on files.</summary>
public sealed class KillOnServersTests : KillContract
{
    protected override IReadOnlyList<string> Faults { get; } = ["object-committed:2", "index-committed:2", "spool-emptied:3"];

    protected override int Kills => 1;

    public override async Task InitializeAsync()
    {
        foreach (var (name, value) in await SharedServers.NewAsync())
            Settings[name] = value;
    }
}
