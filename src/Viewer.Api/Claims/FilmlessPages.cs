using ImagingGateway.Filmless.Ledger;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Devices;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Pages.Components;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.Claims;

/// <summary>What replaces the film: the ledger; and the devices that send.</summary>
internal static class FilmlessPages
{
    private const int LedgerMonths = 12;

    public static void MapFilmless(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/ledger", LedgerAsync).NeedsUser(isPage: true);
        endpoints.MapGet("/devices", async (RecentDevices devices, CancellationToken cancellationToken) =>
            new RazorComponentResult<DevicesPage>(new { Devices = await devices.ReadAsync(cancellationToken), Outbound = await devices.OutboundAsync(cancellationToken) })).NeedsUser(isPage: true);
    }

    private static async Task<IResult> LedgerAsync(FilmLedger ledger, CancellationToken cancellationToken)
    {
        var lines = await ledger.LinesAsync(LedgerMonths, cancellationToken);
        var links = await ledger.LinksAsync(LedgerMonths, cancellationToken);
        return new RazorComponentResult<LedgerPage>(new { Lines = lines, Links = links });
    }
}
