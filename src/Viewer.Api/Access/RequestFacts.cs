using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.Access;

/// <summary>Small questions to a request.</summary>
internal static class RequestFacts
{
    private static readonly string[] PreviewAgents =
        ["bot", "crawl", "spider", "preview", "facebookexternalhit", "whatsapp", "telegram", "zalo/linkpreview", "slack", "discord", "skypeuripreview", "curl/", "wget/"];

    public static string? RemoteAddress(this HttpContext context) => context.Connection.RemoteIpAddress?.ToString();

    /// <summary>A request that changes something (RFC 9110 9.2.1).</summary>
    public static bool IsUnsafe(this HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));

    /// <summary>
    /// Sent by a page of another site, as browsers tell by <c>Sec-Fetch-Site</c> (all since 2023) or by <c>Origin</c>; null when it was not.
    /// Programs send neither.
    /// </summary>
    public static string? ForeignSite(this HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
            return site is "same-origin" or "none" ? null : site;
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase) ? null : "origin";
    }

    /// <summary>A messenger drawing its preview card, or a browser fetching ahead of the click.</summary>
    public static bool IsPreview(this HttpRequest request)
    {
        if (HttpMethods.IsHead(request.Method) || request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase)
            || request.Headers["Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase))
            return true;
        var agent = request.Headers.UserAgent.ToString();
        return agent.Length == 0 || PreviewAgents.Any(word => agent.Contains(word, StringComparison.OrdinalIgnoreCase));
    }
}
