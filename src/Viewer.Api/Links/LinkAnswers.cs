using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Resources;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.Links;

/// <summary>What the bearer of a link that does not open gets to read.</summary>
internal static class LinkAnswers
{
    public static IResult For(HttpContext context, string token, StudyLinkOpening opening, bool isPage) => opening switch
    {
        StudyLinkOpening.PinRequired when isPage => Results.Redirect($"/l/{Uri.EscapeDataString(token)}"),
        StudyLinkOpening.PinRequired => Problem(StatusCodes.Status403Forbidden, "The PIN of this link must be entered first, on its own page."),
        StudyLinkOpening.Locked locked => Locked(context, locked, isPage),
        StudyLinkOpening.Ended { WasRevoked: true } => isPage
            ? MessagePage.Show(StatusCodes.Status410Gone, "LinkRevoked") : Problem(StatusCodes.Status410Gone, "This link was withdrawn. Ask the hospital for a new one."),
        StudyLinkOpening.Ended => isPage
            ? MessagePage.Show(StatusCodes.Status410Gone, "LinkExpired") : Problem(StatusCodes.Status410Gone, "This link has expired. Ask the hospital for a new one."),
        _ => isPage
            ? MessagePage.Show(StatusCodes.Status404NotFound, "LinkUnknown") : Problem(StatusCodes.Status404NotFound, "There is no such link. Check that it was copied whole."),
    };

    private static IResult Locked(HttpContext context, StudyLinkOpening.Locked locked, bool isPage)
    {
        context.Response.Headers.RetryAfter = "900";
        return isPage
            ? MessagePage.Show(StatusCodes.Status429TooManyRequests, "LinkLocked", Show.Time(locked.Until))
            : Problem(StatusCodes.Status429TooManyRequests, "Too many wrong PINs. Wait 15 minutes.");
    }

    private static IResult Problem(int status, string detail) => Results.Problem(detail, statusCode: status);
}
