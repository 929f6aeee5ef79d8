using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.Ledger;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Devices;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Pages.Components;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.Claims;

/// <summary>What replaces the film: claims with their studies, the ledger; and the devices that send.</summary>
internal static class FilmlessPages
{
    private const int LedgerMonths = 12;

    public static void MapFilmless(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/claims", () => new RazorComponentResult<ClaimsPage>()).NeedsUser(isPage: true);
        endpoints.MapForm("/claims", MatchAsync).NeedsUser(isPage: true);
        endpoints.MapGet("/ledger", LedgerAsync).NeedsUser(isPage: true);
        endpoints.MapGet("/devices", async (RecentDevices devices, CancellationToken cancellationToken) =>
            new RazorComponentResult<DevicesPage>(new { Devices = await devices.ReadAsync(cancellationToken) })).NeedsUser(isPage: true);
    }

    private static async Task<IResult> MatchAsync(HttpContext context, ClaimMatching matching, IAuditTrail audit, TimeProvider clock)
    {
        var text = (await context.Request.ReadFormAsync(context.RequestAborted))["list"].ToString();
        var matches = await matching.MatchAsync(ClaimList.Parse(text), context.RequestAborted);
        await audit.AppendAsync(
            new AuditEvent(clock.GetUtcNow(), AuditAction.Query, context.Grant().Actor, context.RemoteAddress(), null, null, AuditOutcome.Success, $"claim list, {matches.Count} lines"),
            context.RequestAborted);
        return new RazorComponentResult<ClaimsPage>(new { Text = text, Matches = matches });
    }

    private static async Task<IResult> LedgerAsync(FilmLedger ledger, CancellationToken cancellationToken)
    {
        var lines = await ledger.LinesAsync(LedgerMonths, cancellationToken);
        var links = await ledger.LinksAsync(LedgerMonths, cancellationToken);
        return new RazorComponentResult<LedgerPage>(new { Lines = lines, Links = links });
    }
}
