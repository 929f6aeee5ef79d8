using ImagingGateway.Filmless.DeIdentification;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Images;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Pages.Components;
using ImagingGateway.Viewer.Api.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.Links;

/// <summary>What the bearer of a link sees. The first page and its form (PIN, confirmation) are open, since they are where the token is looked at.</summary>
internal static class BearerEndpoints
{
    public static void MapBearerPages(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/l/{token}", [HttpMethods.Get, HttpMethods.Head], OpenAsync).IsAnonymous();
        endpoints.MapForm("/l/{token}", ConfirmAsync).IsAnonymous();
        var pages = endpoints.MapGroup("/l/{token}").NeedsLink(isPage: true);
        pages.MapImagePages();
        pages.MapSheetPages();
        pages.MapLightViewer();
        var pictures = endpoints.MapGroup("/l/{token}").NeedsLink();
        pictures.MapImages();
        pictures.MapSheets();
    }

    private static async Task<IResult> OpenAsync(HttpContext context, string token, IStudyLinks links, BearerStudies studies, MaskedStudies masked, FailureLimit failures)
    {
        var address = context.RemoteAddress();
        if (failures.IsExceeded(address))
            return MessagePage.Show(StatusCodes.Status429TooManyRequests, "TooMany");
        var opening = await links.OpenAsync(token, LinkCookie.Read(context), new LinkVisitor(address, context.Request.IsPreview()), context.RequestAborted);
        switch (opening)
        {
            case StudyLinkOpening.Open { Link: var kept }:
                var link = masked.Mask(kept);
                context.SetGrant(LinkWords.GrantOf(link, context)); // the page brings its first picture along
                return new RazorComponentResult<BearerStudyPage>(
                    new { Root = RootOf(token), Link = link, Studies = await studies.OfAsync(link, context.RequestAborted), MayUseViewer = ViewerPages.IsOpenTo(context) });
            case StudyLinkOpening.PinRequired { Link: var locked }:
                ImagesAhead.Want(context, locked); // while the PIN is typed
                return new RazorComponentResult<PinPage>(new { Root = RootOf(token), Kind = locked.PinKind });
            case StudyLinkOpening.ConfirmationRequired { Link: var limited }:
                ImagesAhead.Want(context, limited);
                return new RazorComponentResult<ConfirmPage>(new { Root = RootOf(token), Link = limited });
            case StudyLinkOpening.Unknown:
                failures.Count(address);
                break;
        }

        return LinkAnswers.For(context, token, opening, isPage: true);
    }

    private static async Task<IResult> ConfirmAsync(HttpContext context, string token, IStudyLinks links, FailureLimit failures)
    {
        var address = context.RemoteAddress();
        if (failures.IsExceeded(address))
            return MessagePage.Show(StatusCodes.Status429TooManyRequests, "TooMany");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (opening, proof) = await links.ConfirmAsync(token, form.Text("pin"), new LinkVisitor(address), context.RequestAborted);
        switch (opening)
        {
            case StudyLinkOpening.Open:
                if (proof is not null)
                    LinkCookie.Write(context, token, proof);
                return Results.Redirect(RootOf(token));
            case StudyLinkOpening.PinRequired { AttemptsLeft: var left, Link: var link }:
                failures.Count(address);
                return new RazorComponentResult<PinPage>(new { Root = RootOf(token), Kind = link.PinKind, AttemptsLeft = (int?)left }) { StatusCode = StatusCodes.Status403Forbidden };
            default:
                failures.Count(address);
                return LinkAnswers.For(context, token, opening, isPage: true);
        }
    }

    private static string RootOf(string token) => $"/l/{Uri.EscapeDataString(token)}";
}
