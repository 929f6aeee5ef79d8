using System.Text.Json;

namespace ImagingGateway.Viewer.Api.Pages;

/// <summary>Names of built scripts and styles: <c>manifest.json</c> of the web part maps <c>site.css</c> to the file with its content hash.</summary>
public sealed class PageAssets(ViewerOptions options)
{
    private readonly Lazy<IReadOnlyDictionary<string, string>> _names = new(() => Read(options.AssetsDirectory));

    public string? UrlOf(string name) => _names.Value.TryGetValue(name, out var built) ? $"/app/{built}" : null;

    /// <summary>A built script or style as text, for pages that must hold everything themselves; null when the web part is not built.</summary>
    public async Task<string?> TextOfAsync(string name, CancellationToken cancellationToken) => _names.Value.TryGetValue(name, out var built)
        ? await File.ReadAllTextAsync(Path.Combine(options.AssetsDirectory!, "app", built), cancellationToken) : null;

    private static Dictionary<string, string> Read(string? directory)
    {
        var path = directory is null ? null : Path.Combine(directory, "app", "manifest.json");
        return path is not null && File.Exists(path)
            ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(path)) ?? []
            : [];
    }
}
