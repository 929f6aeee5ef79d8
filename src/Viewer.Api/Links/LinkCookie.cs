using ImagingGateway.Filmless.StudyLinks;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.Links;

/// <summary>The proof that a link was opened (with its PIN, if any) in this browser; sent only to that link's own addresses.</summary>
internal static class LinkCookie
{
    private const string Name = "opened";

    public static string? Read(HttpContext context) => context.Request.Cookies[Name];

    public static void Write(HttpContext context, string token, string proof) =>
        context.Response.Cookies.Append(Name, proof, new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = $"/l/{token}", MaxAge = StudyLinkPolicy.Session, IsEssential = true,
        });
}
