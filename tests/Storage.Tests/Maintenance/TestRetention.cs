using ImagingGateway.Storage.Maintenance;

namespace ImagingGateway.Storage.Tests.Maintenance;

/// <summary>Classes for studies that were made just now.</summary>
internal static class TestRetention
{
    public static readonly RetentionOptions Options = new() { Years = new Dictionary<string, int> { ["standard"] = 0, ["long"] = 30 } };
}
