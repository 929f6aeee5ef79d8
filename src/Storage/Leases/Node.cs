using System.Globalization;

namespace ImagingGateway.Storage.Leases;

/// <summary>This process among the gateways that share an index.</summary>
public static class Node
{
    /// <summary>Machine and process, such as <c>pacs1/4711</c>.</summary>
    public static string Name { get; } = $"{Environment.MachineName}/{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}";
}
