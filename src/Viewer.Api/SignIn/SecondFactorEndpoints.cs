using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Pages.Components;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.SignIn;

/// <summary>The code at sign-in, and setting the second factor up.</summary>
internal static class SecondFactorEndpoints
{
    public static void MapSecondFactor(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/sign-in/code", (HttpContext context) => CodePage(StatusCodes.Status200OK, null, context.Request.Query["return"]))
            .NeedsSignIn(isPage: true).WithMetadata(new AllowedBefore(SignInStep.Code));
        endpoints.MapForm("/sign-in/code", VerifyAsync).NeedsSignIn(isPage: true).WithMetadata(new AllowedBefore(SignInStep.Code));
        endpoints.MapGet("/second-factor", (HttpContext context, SecondFactors factors, ViewerOptions options) => Enrolment(context, factors, options, null))
            .NeedsSignIn(isPage: true).WithMetadata(new AllowedBefore(SignInStep.Enrolment));
        endpoints.MapForm("/second-factor", EnrolAsync).NeedsSignIn(isPage: true).WithMetadata(new AllowedBefore(SignInStep.Enrolment));
        endpoints.MapForm("/accounts/{name}/second-factor", ResetAsync).NeedsAdministrator(isPage: true);
    }

    private static async Task<IResult> VerifyAsync(HttpContext context, SecondFactors factors, FailureLimit failures)
    {
        if (context.Features.Get<Account>() is not { } account)
            return Results.Redirect("/");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (code, target) = (form.Text("code"), form.Text("return"));
        if (failures.IsExceeded(context.RemoteAddress()))
            return CodePage(StatusCodes.Status429TooManyRequests, "SignInLocked", target);
        switch (await factors.VerifyAsync(account.UserName, code, context.RemoteAddress(), context.RequestAborted))
        {
            case SignInOutcome.Accepted accepted:
                await Session.BeginAsync(context, accepted.Account, isComplete: true);
                return Results.LocalRedirect(LocalPath.Of(target, "/"));
            case SignInOutcome.Locked:
                failures.Count(context.RemoteAddress());
                return CodePage(StatusCodes.Status429TooManyRequests, "SignInLocked", target);
            default:
                failures.Count(context.RemoteAddress());
                return CodePage(StatusCodes.Status401Unauthorized, "SecondFactorCodeWrong", target);
        }
    }

    private static async Task<IResult> EnrolAsync(HttpContext context, SecondFactors factors, Accounts accounts, ViewerOptions options)
    {
        if (context.Features.Get<Account>() is not { } account)
            return Results.Redirect("/");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (factors.Open(account.UserName, form.Text("sealed")) is not { } secret)
            return Enrolment(context, factors, options, "EnrolmentTooOld");
        if (await factors.EnrolAsync(account.UserName, secret, form.Text("code"), context.RemoteAddress(), context.RequestAborted) is not { } codes)
            return EnrolmentPage(account, options, secret, form.Text("sealed"), "SecondFactorCodeWrong");
        if (await accounts.FindAsync(account.UserName, context.RequestAborted) is { } changed)
            await Session.BeginAsync(context, changed, isComplete: true);
        return new RazorComponentResult<RecoveryCodesPage>(new { Codes = codes });
    }

    private static async Task<IResult> ResetAsync(HttpContext context, string name, Accounts accounts, SecondFactors factors)
    {
        if (await accounts.FindAsync(name, context.RequestAborted) is not { } account)
            return MessagePage.Show(StatusCodes.Status404NotFound, "NotFound");
        await factors.ResetAsync(account.UserName, context.Grant().Actor, context.RequestAborted);
        return Results.Redirect("/accounts");
    }

    private static IResult Enrolment(HttpContext context, SecondFactors factors, ViewerOptions options, string? fault)
    {
        if (context.Features.Get<Account>() is not { } account)
            return Results.Redirect("/");
        var (secret, @sealed) = factors.Begin(account.UserName);
        return EnrolmentPage(account, options, secret, @sealed, fault);
    }

    private static RazorComponentResult<SecondFactorPage> EnrolmentPage(Account account, ViewerOptions options, string secret, string @sealed, string? fault) =>
        new(new { Secret = secret, Sealed = @sealed, Qr = StudyLinkQr.Svg(Totp.Uri(secret, account.UserName, options.FacilityName ?? "Imaging Gateway")), Fault = fault, IsRenewal = account.HasSecondFactor })
        {
            StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };

    private static RazorComponentResult<SecondFactorCodePage> CodePage(int status, string? fault, string? target) => new(new { Fault = fault, Return = target }) { StatusCode = status };
}
