using System.CommandLine;

namespace ImagingGateway.Host.Commands;

/// <summary>Options that are also settings: given on the command line they win over environment and appsettings.json.</summary>
internal static class SharedOptions
{
    public static Option<string?> Data() => new("--data") { Description = "Directory for images, index and keys (setting: Data)", HelpName = "DIR" };

    /// <summary>Settings as configuration keys; nulls left out.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Settings(params IEnumerable<(string Key, string? Value)> pairs) =>
        pairs.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value));
}
