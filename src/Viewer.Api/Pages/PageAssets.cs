using System.Text.Json;

namespace ImagingGateway.Viewer.Api.Pages;

/// <summary>Names of built scripts and styles: <c>manifest.json</c> of the web part maps <c>site.css</c> to the file with its content hash.</summary>
public sealed class PageAssets(ViewerOptions options)
{
    private readonly Lazy<IReadOnlyDictionary<string, string>> _names = new(() => Read(options.AssetsDirectory));

    public string? UrlOf(string name) => _names.Value.TryGetValue(name, out var built) ? $"/app/{built}" : null;

    private static Dictionary<string, string> Read(string? directory)
    {
        var path = directory is null ? null : Path.Combine(directory, "app", "manifest.json");
        return path is not null && File.Exists(path)
            ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(path)) ?? []
            : [];
    }
}
