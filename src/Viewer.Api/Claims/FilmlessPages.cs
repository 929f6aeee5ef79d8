using System.Globalization;
using ImagingGateway.Filmless.Csv;
using ImagingGateway.Filmless.Ledger;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Devices;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Pages.Components;
using ImagingGateway.Viewer.Api.Resources;
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
        endpoints.MapGet("/ledger.csv", CsvAsync).NeedsUser();
        endpoints.MapGet("/devices", async (RecentDevices devices, CancellationToken cancellationToken) =>
            new RazorComponentResult<DevicesPage>(new { Devices = await devices.ReadAsync(cancellationToken), Outbound = await devices.OutboundAsync(cancellationToken) })).NeedsUser(isPage: true);
    }

    private static async Task<IResult> LedgerAsync(FilmLedger ledger, LedgerOptions options, CancellationToken cancellationToken)
    {
        var lines = await ledger.LinesAsync(LedgerMonths, cancellationToken);
        var links = await ledger.LinksAsync(LedgerMonths, cancellationToken);
        return new RazorComponentResult<LedgerPage>(new { Lines = lines, Links = links, Tariffs = options.Tariffs });
    }

    private static async Task<IResult> CsvAsync(HttpContext context, FilmLedger ledger)
    {
        var texts = Texts.In(LanguageChoice.Of(context));
        var csv = new CsvText().Add(
            texts["Month"], texts["Institution"], texts["Modality"], texts["Study"], texts["Studies"], texts["Objects"], "Bytes", texts["FilmsNotPrinted"], texts["MoneyNotSpent"]);
        foreach (var line in await ledger.LinesAsync(LedgerMonths, context.RequestAborted))
            csv.Add(
                line.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture), line.Facility, line.Modality, line.Service, line.Studies, line.Images, line.Bytes, line.FilmsNotPrinted,
                line.MoneyNotSpent);
        return Results.File(csv.ToBytes(), "text/csv; charset=utf-8", "ledger.csv");
    }
}
