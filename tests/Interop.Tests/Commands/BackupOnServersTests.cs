using ImagingGateway.Interop.Tests.Durability;

namespace ImagingGateway.Interop.Tests.Commands;

/// <summary>PostgreSQL and S3: the images stay in their bucket.</summary>
[Collection(SharedServers.Collection)]
public sealed class BackupOnServersTests : BackupContract
{
    protected override Task<Dictionary<string, string>> NewAsync() => SharedServers.NewAsync();

    protected override async Task<Dictionary<string, string>> OtherAsync(Dictionary<string, string> settings)
    {
        var other = await SharedServers.NewAsync();
        other["S3__Bucket"] = settings["S3__Bucket"];
        return other;
    }
}
