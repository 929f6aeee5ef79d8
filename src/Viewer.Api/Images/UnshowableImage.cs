using ImagingGateway.Viewer.Api.Resources;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.Images;

/// <summary>Stands where an image cannot be shown: browsers draw it although the status says what happened.</summary>
internal sealed class UnshowableImage : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        httpContext.Response.ContentType = "image/svg+xml; charset=utf-8";
        httpContext.Response.Headers.CacheControl = "private, no-store";
        httpContext.Response.Headers.Remove("ETag");
        var text = Texts.In(LanguageChoice.Of(httpContext))["ImageUnshowable"];
        return httpContext.Response.WriteAsync(
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 320"><rect width="320" height="320" fill="#20262d"/><text x="160" y="165" fill="#c5ced8" font-family="sans-serif" font-size="15" text-anchor="middle">{text}</text></svg>
            """,
            httpContext.RequestAborted);
    }
}
