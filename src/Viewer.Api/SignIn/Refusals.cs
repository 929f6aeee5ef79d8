using ImagingGateway.Viewer.Api.Pages;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.SignIn;

/// <summary>Answers given instead of an endpoint's: a page or redirect for people, a status with plain words for programs.</summary>
internal static class Refusals
{
    public static IResult SignInNeeded(HttpContext context, bool isPage)
    {
        if (isPage)
            return Results.Redirect($"/sign-in?return={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}");
        // a browser's own fetch must not open the browser's password box: the page sends people to sign in
        if (!context.Request.Headers.ContainsKey("Sec-Fetch-Mode"))
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"Imaging Gateway\", charset=\"UTF-8\"";
        return Results.Problem("Sign in first, or send a user name and password (HTTP Basic).", statusCode: StatusCodes.Status401Unauthorized, title: "Not signed in");
    }

    /// <summary>Signing in is not finished; programs cannot give a second factor.</summary>
    public static IResult StepNeeded(HttpContext context, SignInStep step, bool isPage) => (isPage, step) switch
    {
        (true, SignInStep.Code) => Results.Redirect($"/sign-in/code?return={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}"),
        (true, SignInStep.Password) => Results.Redirect("/change-password"),
        (true, _) => Results.Redirect("/second-factor"),
        (false, SignInStep.Password) =>
            Results.Problem("The one-time password must be changed first: sign in with a browser.", statusCode: StatusCodes.Status403Forbidden, title: "Password must be changed"),
        _ => Results.Problem("This account needs a second factor: sign in with a browser.", statusCode: StatusCodes.Status403Forbidden, title: "Second factor needed"),
    };

    public static IResult AdministratorNeeded(bool isPage) => isPage
        ? MessagePage.Show(StatusCodes.Status403Forbidden, "Forbidden")
        : Results.Problem("Only an administrator may do this.", statusCode: StatusCodes.Status403Forbidden, title: "Not allowed");

    public static IResult NotForReviewers(bool isPage) => isPage
        ? MessagePage.Show(StatusCodes.Status403Forbidden, "NotForReviewers")
        : Results.Problem("A reviewer reads the claims under their grants and nothing else.", statusCode: StatusCodes.Status403Forbidden, title: "Not allowed");

    public static IResult NotFound(HttpContext context) => context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        ? MessagePage.Show(StatusCodes.Status404NotFound, "NotFound")
        : Results.Problem("There is nothing at this address.", statusCode: StatusCodes.Status404NotFound);

    public static IResult CrossSite() =>
        Results.Problem("This request came from another web site and was not carried out.", statusCode: StatusCodes.Status403Forbidden, title: "Refused");

    public static IResult TooMany() =>
        Results.Problem("Too many wrong attempts. Wait 15 minutes and try again.", statusCode: StatusCodes.Status429TooManyRequests, title: "Too many attempts");
}
