using System.Collections.Frozen;

namespace ImagingGateway.Viewer.Api.Assets;

/// <summary>
/// The built web part: <c>app</c> (scripts and styles of the pages) and <c>ohif</c> (the packaged viewer). Its files are listed
/// once at start; a request is answered only from this list, so no request can name another file.
/// </summary>
public sealed class WebAssets
{
    private readonly FrozenDictionary<string, WebAsset> _byAddress;

    private WebAssets(IEnumerable<KeyValuePair<string, WebAsset>> byAddress) => _byAddress = byAddress.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>False when the web part was not built; the server then works without viewer and styles.</summary>
    public bool IsBuilt => _byAddress.ContainsKey("/ohif/index.html");

    /// <summary>Lists <paramref name="directory"/> (the build's <c>dist</c>); null, or one that does not exist, gives an empty list.</summary>
    public static WebAssets Open(string? directory)
    {
        if (directory is null || !Directory.Exists(directory))
            return new WebAssets([]);
        var root = Path.GetFullPath(directory);
        return new WebAssets(List(root, Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).ToHashSet(StringComparer.Ordinal)));
    }

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
            ? address.StartsWith("/ohif/files/", StringComparison.Ordinal)
            : !address.EndsWith("/manifest.json", StringComparison.Ordinal);
}
