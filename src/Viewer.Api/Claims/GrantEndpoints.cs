using ImagingGateway.Filmless.Claims;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Pages.Components;
using ImagingGateway.Viewer.Api.Resources;
using ImagingGateway.Viewer.Api.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.Claims;

/// <summary>The administrator's page of one reviewer: which claims they may read, why and until when.</summary>
internal static class GrantEndpoints
{
    public static void MapReviewerGrants(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/accounts/{name}/grants", (HttpContext context, string name, Accounts accounts, ReviewerGrants grants, ClaimSearch claims, ClaimOptions options) =>
            PageAsync(context, name, accounts, grants, claims, options)).NeedsAdministrator(isPage: true);
        endpoints.MapForm("/accounts/{name}/grants", AddAsync).NeedsAdministrator(isPage: true);
        endpoints.MapForm("/accounts/{name}/grants/{id}/revoke", RevokeAsync).NeedsAdministrator(isPage: true);
    }

    private static async Task<IResult> AddAsync(HttpContext context, string name, Accounts accounts, ReviewerGrants grants, ClaimSearch claims, ClaimOptions options)
    {
        if (await accounts.FindAsync(name, context.RequestAborted) is not { Role: Role.Reviewer } account)
            return MessagePage.Show(StatusCodes.Status404NotFound, "NotFound");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (DayText.Read(form.Text("from")) is not { } from || DayText.Read(form.Text("to")) is not { } to || DayText.Read(form.Text("expires")) is not { } expires || form.Text("purpose").Length > 200)
            return await PageAsync(context, name, accounts, grants, claims, options, "GrantIncomplete");
        try
        {
            await grants.CreateAsync(account.UserName, form.Text("facility"), from, to, Show.EndOf(expires), form.Text("purpose"), form.Text("copy") == "yes", context.Grant().Actor, context.RequestAborted);
        }
        catch (ArgumentException)
        {
            return await PageAsync(context, name, accounts, grants, claims, options, "GrantIncomplete");
        }

        return Results.Redirect($"/accounts/{account.UserName}/grants");
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, string name, string id, ReviewerGrants grants)
    {
        await grants.RevokeAsync(id, context.Grant().Actor, context.RequestAborted);
        return Results.LocalRedirect($"/accounts/{Uri.EscapeDataString(name)}/grants");
    }

    private static async Task<IResult> PageAsync(
        HttpContext context, string name, Accounts accounts, ReviewerGrants grants, ClaimSearch claims, ClaimOptions options, string? fault = null)
    {
        if (await accounts.FindAsync(name, context.RequestAborted) is not { Role: Role.Reviewer } account)
            return MessagePage.Show(StatusCodes.Status404NotFound, "NotFound");
        var facilities = options.Facilities.Select(facility => facility.Key).Union(await claims.FacilitiesAsync(null, context.RequestAborted)).Where(key => key.Length > 0).ToList();
        return new RazorComponentResult<GrantsPage>(new
        {
            Account = account, Grants = await grants.ListAsync(account.UserName, context.RequestAborted), Facilities = facilities, Options = options, Fault = fault,
        })
        {
            StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };
    }
}
