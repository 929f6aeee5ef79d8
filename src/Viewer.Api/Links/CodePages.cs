using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Pages.Components;
using ImagingGateway.Viewer.Api.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.Links;

/// <summary>
/// Where the short code of a slip is typed, always together with its PIN. Every refusal looks the same: whether a code exists, its link
/// has ended or is locked is nobody's business who cannot open it.
/// </summary>
internal static class CodePages
{
    public static void MapCodePages(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/c", () => new RazorComponentResult<CodePage>()).IsAnonymous();
        endpoints.MapForm("/c", EnterAsync).IsAnonymous();
    }

    private static async Task<IResult> EnterAsync(HttpContext context, IStudyLinks links, FailureLimit failures)
    {
        var address = context.RemoteAddress();
        if (failures.IsExceeded(address))
            return MessagePage.Show(StatusCodes.Status429TooManyRequests, "TooMany");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (opening, token, proof) = await links.EnterCodeAsync(form.Text("code"), form.Text("pin"), new LinkVisitor(address), context.RequestAborted);
        if (opening is not StudyLinkOpening.Open || token is null || proof is null)
        {
            failures.Count(address);
            return new RazorComponentResult<CodePage>(new { IsWrong = true }) { StatusCode = StatusCodes.Status403Forbidden };
        }

        LinkCookie.Write(context, token, proof);
        return Results.Redirect($"/l/{token}");
    }
}
