using ImagingGateway.Storage.Audit;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Pages.Components;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Viewer.Api.SignIn;

/// <summary>Coming and going of people.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/sign-in", (HttpContext context, ViewerOptions options) =>
            options.NoAuth ? Results.Redirect("/studies") : Page(StatusCodes.Status200OK, null, null, context.Request.Query["return"])).IsAnonymous();
        endpoints.MapForm("/sign-in", SignInAsync).IsAnonymous();
        endpoints.MapForm("/sign-out", SignOutAsync).NeedsSignIn(isPage: true).WithMetadata(new AllowedBefore(SignInStep.Code));
        endpoints.MapGet("/change-password", (HttpContext context) => ChangePage(StatusCodes.Status200OK, context, null))
            .NeedsSignIn(isPage: true).WithMetadata(new AllowedBefore(SignInStep.Password));
        endpoints.MapForm("/change-password", ChangePasswordAsync).NeedsSignIn(isPage: true).WithMetadata(new AllowedBefore(SignInStep.Password));
    }

    private static async Task<IResult> SignInAsync(HttpContext context, Accounts accounts, FailureLimit failures, ILogger<UserGrants> log)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (name, target, address) = (form.Text("user"), form.Text("return"), context.RemoteAddress());
        if (failures.IsExceeded(address))
            return Page(StatusCodes.Status429TooManyRequests, "SignInLocked", name, target);
        var outcome = await accounts.SignInAsync(name, form["password"].ToString(), address, context.RequestAborted);
        if (outcome is SignInOutcome.Accepted { Account: var account })
        {
            AccessLog.SignedIn(log, account.UserName, address);
            await Session.BeginAsync(context, account, isComplete: false);
            var next = LocalPath.Of(target, "/");
            return Results.LocalRedirect(account.HasSecondFactor ? $"/sign-in/code?return={Uri.EscapeDataString(next)}" : next);
        }

        if (outcome is SignInOutcome.Idle)
            return Page(StatusCodes.Status403Forbidden, "SignInIdle", name, target);
        failures.Count(address);
        var locked = outcome is SignInOutcome.Locked;
        AccessLog.SignInRefused(log, address, locked ? "account locked" : "wrong name or password");
        return Page(locked ? StatusCodes.Status429TooManyRequests : StatusCodes.Status401Unauthorized, locked ? "SignInLocked" : "SignInWrong", name, target);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, IAuditTrail audit, TimeProvider clock)
    {
        await Session.EndAsync(context);
        await audit.AppendAsync(
            new AuditEvent(clock.GetUtcNow(), AuditAction.SignOut, context.Grant().Actor, context.RemoteAddress(), null, null, AuditOutcome.Success, null),
            context.RequestAborted);
        return Results.Redirect("/sign-in");
    }

    private static async Task<IResult> ChangePasswordAsync(HttpContext context, Accounts accounts)
    {
        if (context.Features.Get<Account>() is not { } account)
            return Results.Redirect("/");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (current, password) = (form["current"].ToString(), form["password"].ToString());
        if (password != form["repeat"].ToString())
            return ChangePage(StatusCodes.Status400BadRequest, context, "PasswordsDiffer");
        if (password == current || !PasswordPolicy.Accepts(account.UserName, password))
            return ChangePage(StatusCodes.Status400BadRequest, context, "PasswordWeak");
        switch (await accounts.SignInAsync(account.UserName, current, context.RemoteAddress(), context.RequestAborted))
        {
            case SignInOutcome.Wrong:
                return ChangePage(StatusCodes.Status400BadRequest, context, "PasswordWrong");
            case SignInOutcome.Locked:
                return ChangePage(StatusCodes.Status429TooManyRequests, context, "SignInLocked");
        }

        await accounts.SetPasswordAsync(account.UserName, password, mustChange: false, account.UserName, context.RequestAborted);
        if (await accounts.FindAsync(account.UserName, context.RequestAborted) is { } changed)
            await Session.BeginAsync(context, changed, Session.IsComplete(context));
        return Results.Redirect("/");
    }

    private static RazorComponentResult<SignInPage> Page(int status, string? fault, string? userName, string? target) =>
        new(new { Fault = fault, UserName = userName, Return = target }) { StatusCode = status };

    private static RazorComponentResult<ChangePasswordPage> ChangePage(int status, HttpContext context, string? fault) =>
        new(new { Fault = fault, IsFirst = context.Features.Get<Account>()?.MustChangePassword ?? false }) { StatusCode = status };
}
