using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Pages.Components;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.SignIn;

/// <summary>The administrator's page: who may sign in. Passwords are made here, shown once and changed by their owner.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/accounts", (HttpContext context, Accounts accounts) => PageAsync(context, accounts)).NeedsAdministrator(isPage: true);
        endpoints.MapForm("/accounts", AddAsync).NeedsAdministrator(isPage: true);
        endpoints.MapForm("/accounts/{name}/password", ResetAsync).NeedsAdministrator(isPage: true);
        endpoints.MapForm("/accounts/{name}/disabled", SetDisabledAsync).NeedsAdministrator(isPage: true);
    }

    private static async Task<IResult> AddAsync(HttpContext context, Accounts accounts)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (name, password) = (form.Text("user"), RandomText.Password());
        if (!Enum.TryParse<Role>(form.Text("role"), ignoreCase: true, out var role) || !Enum.IsDefined(role))
            role = Role.Reviewer;
        try
        {
            return await accounts.CreateAsync(name, password, role, mustChange: true, context.Grant().Actor, context.RequestAborted)
                ? await PageAsync(context, accounts, newPassword: (name.ToLowerInvariant(), password))
                : await PageAsync(context, accounts, "AccountExists");
        }
        catch (ArgumentException)
        {
            return await PageAsync(context, accounts, "AccountNameRule");
        }
    }

    private static async Task<IResult> ResetAsync(HttpContext context, string name, Accounts accounts)
    {
        if (await accounts.FindAsync(name, context.RequestAborted) is not { } account)
            return MessagePage.Show(StatusCodes.Status404NotFound, "NotFound");
        var password = RandomText.Password();
        await accounts.SetPasswordAsync(account.UserName, password, mustChange: true, context.Grant().Actor, context.RequestAborted);
        return await PageAsync(context, accounts, newPassword: (account.UserName, password));
    }

    private static async Task<IResult> SetDisabledAsync(HttpContext context, string name, Accounts accounts)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (await accounts.FindAsync(name, context.RequestAborted) is not { } account)
            return MessagePage.Show(StatusCodes.Status404NotFound, "NotFound");
        if (account.UserName == context.Grant().Actor)
            return await PageAsync(context, accounts, "AccountNotOwn");
        await accounts.SetDisabledAsync(account.UserName, form.Text("disabled") == "true", context.Grant().Actor, context.RequestAborted);
        return Results.Redirect("/accounts");
    }

    private static async Task<IResult> PageAsync(HttpContext context, Accounts accounts, string? fault = null, (string UserName, string Password)? newPassword = null) =>
        new RazorComponentResult<AccountsPage>(new { Accounts = await accounts.ListAsync(context.RequestAborted), Fault = fault, NewPassword = newPassword })
        {
            StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };
}
