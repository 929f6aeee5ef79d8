using System.Globalization;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Resources;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.Viewer.Api.Links;

/// <summary>What the bearer of a link that does not open gets to read.</summary>
internal static class LinkAnswers
{
    public static IResult For(HttpContext context, string token, StudyLinkOpening opening, bool isPage) => opening switch
    {
        StudyLinkOpening.PinRequired or StudyLinkOpening.ConfirmationRequired when isPage => Results.Redirect($"/l/{Uri.EscapeDataString(token)}"),
        StudyLinkOpening.PinRequired => Problem(StatusCodes.Status403Forbidden, "The PIN of this link must be entered first, on its own page."),
        StudyLinkOpening.ConfirmationRequired => Problem(StatusCodes.Status403Forbidden, "This link must be opened first, on its own page."),
        StudyLinkOpening.NotYet notYet => isPage
            ? MessagePage.Show(StatusCodes.Status403Forbidden, "LinkNotYet", Show.Time(notYet.From))
            : Problem(StatusCodes.Status403Forbidden, "This link cannot be opened yet. Come back when its time has begun."),
        StudyLinkOpening.UsedUp => isPage
            ? MessagePage.Show(StatusCodes.Status410Gone, "LinkUsedUp") : Problem(StatusCodes.Status410Gone, "This link was opened as often as allowed. Ask the hospital for a new one."),
        StudyLinkOpening.Locked locked => Locked(context, locked, isPage),
        StudyLinkOpening.Ended { WasRevoked: true } => isPage
            ? MessagePage.Show(StatusCodes.Status410Gone, "LinkRevoked") : Problem(StatusCodes.Status410Gone, "This link was withdrawn. Ask the hospital for a new one."),
        StudyLinkOpening.Ended => isPage
            ? MessagePage.Show(StatusCodes.Status410Gone, "LinkExpired") : Problem(StatusCodes.Status410Gone, "This link has expired. Ask the hospital for a new one."),
        _ => isPage
            ? MessagePage.Show(StatusCodes.Status404NotFound, "LinkUnknown") : Problem(StatusCodes.Status404NotFound, "There is no such link. Check that it was copied whole."),
    };

    /// <summary>The link is good, but not for this.</summary>
    public static IResult NotPermitted(bool isPage) => isPage
        ? MessagePage.Show(StatusCodes.Status403Forbidden, "LinkForbids")
        : Problem(StatusCodes.Status403Forbidden, "This link does not permit this. Ask the hospital for one that does.");

    private static IResult Locked(HttpContext context, StudyLinkOpening.Locked locked, bool isPage)
    {
        var wait = locked.Until - context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        context.Response.Headers.RetryAfter = Math.Max(1, (long)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return isPage
            ? MessagePage.Show(StatusCodes.Status429TooManyRequests, "LinkLocked", Show.Time(locked.Until))
            : Problem(StatusCodes.Status429TooManyRequests, $"Too many wrong PINs. Try again after {Show.Time(locked.Until)} (UTC+7).");
    }

    private static IResult Problem(int status, string detail) => Results.Problem(detail, statusCode: status);
}
