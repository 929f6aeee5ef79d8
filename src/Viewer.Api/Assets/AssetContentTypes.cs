namespace ImagingGateway.Viewer.Api.Assets;

/// <summary>The kinds of file that the web part consists of.</summary>
internal static class AssetContentTypes
{
    /// <summary>Media type by file name; null for a kind that is not served.</summary>
    public static string? Of(string fileName) => Path.GetExtension(fileName) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" or ".mjs" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".json" => "application/json",
        ".wasm" => "application/wasm", // any other type makes browsers refuse to compile while it arrives
        ".woff2" => "font/woff2",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".txt" => "text/plain; charset=utf-8",
        _ => null,
    };
}
