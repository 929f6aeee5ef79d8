using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.Resources;

/// <summary>The language of a request: <c>?lang=</c> chooses and is remembered in a cookie.</summary>
internal static class LanguageChoice
{
    private const string Name = "lang";

    public static Language Of(HttpContext context) =>
        Parse(context.Request.Query[Name]) ?? Parse(context.Request.Cookies[Name]) ?? Language.Vi;

    public static Task RememberAsync(HttpContext context, RequestDelegate next)
    {
        if (Parse(context.Request.Query[Name]) is { } chosen)
            context.Response.Cookies.Append(Name, chosen == Language.En ? "en" : "vi", new CookieOptions
            {
                HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, MaxAge = TimeSpan.FromDays(400), Path = "/", IsEssential = true,
            });
        return next(context);
    }

    private static Language? Parse(string? code) => code switch
    {
        "en" => Language.En,
        "vi" => Language.Vi,
        _ => null,
    };
}
