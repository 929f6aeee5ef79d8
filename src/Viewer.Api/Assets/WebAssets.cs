using System.Collections.Frozen;
using System.Text.Json;

namespace ImagingGateway.Viewer.Api.Assets;

/// <summary>
/// The built web part: <c>app</c> (scripts and styles of the pages) and <c>ohif</c> (the packaged viewer). Its files are listed
/// once at start; a request is answered only from this list, so no request can name another file.
/// </summary>
public sealed class WebAssets
{
    private readonly FrozenDictionary<string, WebAsset> _byAddress;
    private readonly FrozenDictionary<string, string> _builtNames;

    private WebAssets(IEnumerable<KeyValuePair<string, WebAsset>> byAddress, IEnumerable<KeyValuePair<string, string>> builtNames)
    {
        _byAddress = byAddress.ToFrozenDictionary(StringComparer.Ordinal);
        _builtNames = builtNames.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>False when the web part was not built; the server then works without viewer and styles.</summary>
    public bool IsBuilt => _byAddress.ContainsKey("/ohif/index.html");

    /// <summary>Lists <paramref name="directory"/> (the build's <c>dist</c>); one that does not exist gives an empty list.</summary>
    public static WebAssets Open(string directory)
    {
        var root = Path.GetFullPath(directory);
        if (!Directory.Exists(root))
            return new WebAssets([], []);
        var files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).ToHashSet(StringComparer.Ordinal);
        var manifest = Path.Combine(root, "app", "manifest.json");
        return new WebAssets(List(root, files), files.Contains(manifest) ? BuiltNames(manifest) : []);
    }

    /// <summary>The address of a page's script or style: <c>site.css</c> gives <c>/app/site.K2J4X7QA.css</c>.</summary>
    /// <remarks>An unbuilt name gives an address that answers 404: the page still shows, unstyled.</remarks>
    public string Url(string name) => $"/app/{_builtNames.GetValueOrDefault(name, name)}";

    /// <summary>The file at an address such as <c>/ohif/index.html</c>.</summary>
    public WebAsset? Find(string address) => _byAddress.GetValueOrDefault(address);

    private static IEnumerable<KeyValuePair<string, WebAsset>> List(string root, HashSet<string> files)
    {
        AssetEncoding[] encodings = [AssetEncoding.Brotli, AssetEncoding.Gzip];
        foreach (var file in files)
        {
            // a kind we do not know is not ours to serve; this also leaves out the compressed forms themselves
            if (AssetContentTypes.Of(file) is not { } contentType)
                continue;
            var address = '/' + Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/');
            var info = new FileInfo(file);
            yield return new(address, new WebAsset(
                file,
                contentType,
                $"\"{info.Length:x}-{info.LastWriteTimeUtc.Ticks:x}\"",
                IsImmutable(address),
                [.. encodings.Where(encoding => files.Contains(file + encoding.Suffix))]));
        }
    }

    // Built pages carry a hash in their name; the viewer's files lie in a folder named after what they were built from.
    private static bool IsImmutable(string address) =>
        address.StartsWith("/ohif/", StringComparison.Ordinal)
            ? address.IndexOf('/', "/ohif/".Length) > 0
            : !address.EndsWith("/manifest.json", StringComparison.Ordinal);

    private static Dictionary<string, string> BuiltNames(string manifest) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(manifest)) ?? [];
}
