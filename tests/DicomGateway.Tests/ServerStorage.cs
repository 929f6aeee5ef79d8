using ImagingGateway.Interop.Tests.Durability;
using ImagingGateway.Storage;
using Microsoft.Extensions.Configuration;

namespace ImagingGateway.DicomGateway.Tests;

/// <summary>A real PostgreSQL and a real S3, empty at first, as a gateway's settings name them.</summary>
internal static class ServerStorage
{
    public static async Task<StorageOptions> NewAsync()
    {
        var settings = await SharedServers.NewAsync();
        return new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)))
            .Build().Get<StorageOptions>()!;
    }
}
