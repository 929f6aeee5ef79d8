using ImagingGateway.Viewer.Api.Pages.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImagingGateway.Viewer.Api.Pages;

/// <summary>One title and one sentence: what happened and what to do next. Texts <c>{key}Title</c> and <c>{key}Text</c>.</summary>
internal static class MessagePage
{
    public static IResult Show(int status, string key, string? detail = null) =>
        new RazorComponentResult<Message>(new { Key = key, Detail = detail }) { StatusCode = status, PreventStreamingRendering = true };
}
