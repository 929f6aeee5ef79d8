using ImagingGateway.Filmless.StudyLinks;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.Links;

/// <summary>The address people get: the configured public one, else the one by which this request came.</summary>
internal static class LinkAddresses
{
    public static string UrlOf(this ViewerOptions options, HttpContext context, string token) => StudyLinkAddress.Of(options.BaseUrlOf(context), token);

    public static string BaseUrlOf(this ViewerOptions options, HttpContext context) =>
        string.IsNullOrWhiteSpace(options.PublicUrl) ? $"{context.Request.Scheme}://{context.Request.Host}" : options.PublicUrl;
}
