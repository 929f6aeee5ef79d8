using System.Text;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Pages.Components;
using ImagingGateway.Viewer.Api.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.Evidence;

/// <summary>The audit trail as a whole, and as files: of everything (administrators), of a study, of a link.</summary>
internal static class AuditEndpoints
{
    private const int Shown = 500;

    public static void MapAudit(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/audit", async (IAuditTrail audit, CancellationToken cancellationToken) =>
            new RazorComponentResult<WholeAuditPage>(new { Events = await audit.ReadAsync(null, null, Shown, cancellationToken) })).NeedsAdministrator(isPage: true);
        endpoints.MapGet("/audit.csv", (HttpContext context, IAuditRows rows) => CsvAsync(context, rows, null, null)).NeedsAdministrator();
        endpoints.MapGet("/audit.ndjson", (HttpContext context, IAuditRows rows) => FhirAsync(context, rows, null, null)).NeedsAdministrator();
        endpoints.MapGet("/studies/{study}/audit.csv", (HttpContext context, string study, IAuditRows rows) => CsvAsync(context, rows, study, null)).NeedsUser();
        endpoints.MapGet("/studies/{study}/audit.ndjson", (HttpContext context, string study, IAuditRows rows) => FhirAsync(context, rows, study, null)).NeedsUser();
        endpoints.MapGet("/links/{id}/audit.csv", (HttpContext context, string id, IAuditRows rows) => CsvAsync(context, rows, null, id)).NeedsUser();
        endpoints.MapGet("/links/{id}/audit.ndjson", (HttpContext context, string id, IAuditRows rows) => FhirAsync(context, rows, null, id)).NeedsUser();
    }

    private static async Task CsvAsync(HttpContext context, IAuditRows rows, string? study, string? link)
    {
        await BeginAsync(context, study, link, "text/csv; charset=utf-8", "csv");
        var texts = Texts.In(LanguageChoice.Of(context));
        await context.Response.WriteAsync(AuditCsv.Header, context.RequestAborted);
        await foreach (var row in rows.RowsAsync(study, link, context.RequestAborted))
            await context.Response.WriteAsync(AuditCsv.Line(row, texts), Encoding.UTF8, context.RequestAborted);
    }

    private static async Task FhirAsync(HttpContext context, IAuditRows rows, string? study, string? link)
    {
        await BeginAsync(context, study, link, "application/fhir+ndjson", "ndjson");
        await foreach (var row in rows.RowsAsync(study, link, context.RequestAborted))
            await context.Response.Body.WriteAsync((byte[])[.. FhirAuditEvent.Of(row), (byte)'\n'], context.RequestAborted);
    }

    private static async Task BeginAsync(HttpContext context, string? study, string? link, string type, string extension)
    {
        var services = context.RequestServices;
        var audit = (IAuditTrail)services.GetService(typeof(IAuditTrail))!;
        var clock = (TimeProvider)services.GetService(typeof(TimeProvider))!;
        await audit.AppendAsync(
            new AuditEvent(clock.GetUtcNow(), AuditAction.Export, context.Grant().Actor, context.RemoteAddress(), study is null ? null : new Uid(study), link, AuditOutcome.Success, AuditForms.AuditExported.With(extension)),
            context.RequestAborted);
        context.Response.ContentType = type;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"audit.{extension}\"";
        context.Response.Headers.CacheControl = "private, no-store";
    }
}
