using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ImagingGateway.Viewer.Api.DicomWeb;

/// <summary>Refusals as a person can read them: RFC 9457 JSON, or plain text for a client that asked for text.</summary>
internal static class DicomWebProblem
{
    /// <summary>Answers with a status and one or two plain sentences that say what to do next.</summary>
    public static async Task WriteAsync(HttpContext context, int status, string detail)
    {
        context.Response.Clear();
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        if (context.Request.Headers.Accept.ToString().Contains("text/", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(detail + "\n", context.RequestAborted);
            return;
        }

        context.Response.ContentType = "application/problem+json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("type"u8, "about:blank"u8);
        json.WriteString("title"u8, ReasonPhrases.GetReasonPhrase(status));
        json.WriteNumber("status"u8, status);
        json.WriteString("detail"u8, detail);
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }

    public static Task NotFoundAsync(HttpContext context) =>
        WriteAsync(context, StatusCodes.Status404NotFound, "There is no such study, series, instance or frame here. Check the UIDs in the address.");

    public static Task NotAcceptableAsync(HttpContext context, string offered) =>
        WriteAsync(context, StatusCodes.Status406NotAcceptable, $"None of the media types in Accept can be sent. Offered here: {offered}");

    public static Task BadRequestAsync(HttpContext context, string detail) => WriteAsync(context, StatusCodes.Status400BadRequest, detail);
}
