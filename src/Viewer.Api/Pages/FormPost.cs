using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.Viewer.Api.Pages;

/// <summary>Forms of pages: small, and only from our own pages (antiforgery token).</summary>
internal static class FormPost
{
    private const long Small = 256 * 1024;

    /// <param name="maxBytes">Greatest request; more only for uploads.</param>
    public static RouteHandlerBuilder MapForm(this IEndpointRouteBuilder endpoints, string pattern, Delegate handler, long maxBytes = Small) =>
        endpoints.MapPost(pattern, handler).AddEndpointFilter(CheckAsync).WithMetadata(new FormPostMetadata(maxBytes));

    /// <summary>A field's text, trimmed; empty when absent.</summary>
    public static string Text(this IFormCollection form, string name) => form[name].ToString().Trim();

    private static async ValueTask<object?> CheckAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        if (!context.Request.HasFormContentType)
            return MessagePage.Show(StatusCodes.Status415UnsupportedMediaType, "FormExpired");
        try
        {
            await context.RequestServices.GetRequiredService<IAntiforgery>().ValidateRequestAsync(context);
        }
        catch (AntiforgeryValidationException)
        {
            return MessagePage.Show(StatusCodes.Status400BadRequest, "FormExpired");
        }

        return await next(invocation);
    }
}

/// <summary>Marks a guarded form and limits its size.</summary>
internal sealed record FormPostMetadata(long MaxBytes) : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => MaxBytes;
}
