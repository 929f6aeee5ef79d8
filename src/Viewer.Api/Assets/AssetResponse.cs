using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ImagingGateway.Viewer.Api.Assets;

/// <summary>Sends one file in the best form that the browser accepts.</summary>
internal static class AssetResponse
{
    public static async Task SendAsync(HttpContext context, WebAsset asset)
    {
        var response = context.Response;
        var encoding = Choose(context.Request, asset);
        var etag = encoding is null ? asset.ETag : $"{asset.ETag[..^1]}-{encoding.Name}\"";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = asset.Immutable ? "public, max-age=31536000, immutable" : "no-cache";
        response.Headers.ETag = etag;
        if (asset.Encodings.Count > 0)
            response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (IsKnown(context.Request, etag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var file = new FileInfo(asset.Path + encoding?.Suffix);
        response.ContentType = asset.ContentType;
        response.ContentLength = file.Length;
        if (encoding is not null)
            response.Headers.ContentEncoding = encoding.Name;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.SendFileAsync(file.FullName, context.RequestAborted);
    }

    // RFC 9110 12.5.3: a coding with q=0 is refused; one that is not listed is not accepted, unless "*" is
    private static AssetEncoding? Choose(HttpRequest request, WebAsset asset)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        return asset.Encodings.FirstOrDefault(encoding => Quality(encoding.Name) > 0);

        double Quality(string name) =>
            (accepted.FirstOrDefault(a => a.Value.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? accepted.FirstOrDefault(a => a.Value == "*"))
            is { } match ? match.Quality ?? 1 : 0;
    }

    private static bool IsKnown(HttpRequest request, string etag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known => known.Tag == etag || known.Tag == "*");
}
