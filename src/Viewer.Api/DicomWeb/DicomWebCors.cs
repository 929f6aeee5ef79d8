using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ImagingGateway.Viewer.Api.DicomWeb;

/// <summary>
/// Lets viewers on other sites read DICOMweb, when settings name those sites (<see cref="ViewerOptions.CorsOrigins"/>); nobody
/// otherwise. Reading only: a viewer elsewhere signs in by the Authorization header, its users' cookies are not taken.
/// </summary>
public static class DicomWebCors
{
    private const string Root = "/dicom-web";

    /// <summary>Stands before the access check: a preflight carries no credentials (Fetch standard, CORS-preflight fetch).</summary>
    public static IApplicationBuilder UseDicomWebCors(this IApplicationBuilder app, ViewerOptions options)
    {
        if (options.CorsOrigins.Count == 0)
            return app;
        var allowed = options.CorsOrigins.Select(origin => origin.TrimEnd('/')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return app.Use((context, next) => context.Request.Path.StartsWithSegments(Root, StringComparison.Ordinal) ? HandleAsync(context, next, allowed) : next(context));
    }

    private static Task HandleAsync(HttpContext context, RequestDelegate next, HashSet<string> allowed)
    {
        var (request, response) = (context.Request, context.Response);
        var origin = request.Headers.Origin.ToString();
        var isAllowed = origin.Length > 0 && allowed.Contains(origin);
        var isPreflight = HttpMethods.IsOptions(request.Method) && request.Headers.AccessControlRequestMethod.Count > 0;
        if (isPreflight)
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            response.Headers.Vary = "Origin";
            if (!isAllowed)
                return Task.CompletedTask;
            response.Headers.AccessControlAllowOrigin = origin;
            response.Headers.AccessControlAllowMethods = "GET, HEAD";
            response.Headers.AccessControlAllowHeaders = "Accept, Authorization, If-None-Match, Range";
            response.Headers.AccessControlMaxAge = "600";
            return Task.CompletedTask;
        }

        // at the start of the answer, since endpoints set Vary and refusals clear what was set before
        response.OnStarting(() =>
        {
            response.Headers.Vary = StringValues.Concat(response.Headers.Vary, "Origin");
            if (isAllowed)
            {
                response.Headers.AccessControlAllowOrigin = origin;
                response.Headers.AccessControlExposeHeaders = "Content-Length, Content-Range, Content-Location, ETag, Prefix-Lengths, Warning";
            }

            return Task.CompletedTask;
        });
        return next(context);
    }
}
