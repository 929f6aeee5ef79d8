using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Reports;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Pages.Components;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.Reports;

/// <summary>Reports in by REST, out as JSON and PDF, and the inbox of those that no study fits.</summary>
internal static class ReportEndpoints
{
    private const int MostWaiting = 200;

    public static void MapReports(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/api/reports", ReceiveAsync).NeedsUser().WithMetadata(new ReportSizeLimit());
        endpoints.MapGet("/api/studies/{study}/reports", ListAsync).NeedsUser();
        endpoints.MapGet("/reports", async (IReports reports, CancellationToken cancellationToken) =>
            new RazorComponentResult<ReportInboxPage>(new { Reports = await reports.UnmatchedAsync(MostWaiting, cancellationToken) })).NeedsUser(isPage: true);
        endpoints.MapForm("/reports/{id}/assign", AssignAsync).NeedsUser(isPage: true);
        endpoints.MapGet("/reports/{id}/document", DocumentAsync).NeedsUser();
        endpoints.MapGet("/l/{token}/reports/{id}/document", DocumentAsync).NeedsLink().NeedsPermission(LinkPermission.View);
    }

    /// <summary>Address of a report's PDF, below <paramref name="root"/> (empty, or a link's address).</summary>
    public static string DocumentUrlOf(string root, Report report) => $"{root}/reports/{report.Id}/document";

    private static async Task<IResult> ReceiveAsync(HttpContext context, IReports reports)
    {
        try
        {
            var body = context.Request.HasJsonContentType()
                ? await context.Request.ReadFromJsonAsync<ReportBody>(context.RequestAborted) ?? throw new ArgumentException("The body is empty.")
                : await PdfBodyAsync(context);
            var received = await reports.ReceiveAsync(body.ToReport(context.Grant().Actor), context.RequestAborted);
            var answer = ReportAnswer.Of(received.Report);
            return received.IsRepeated ? Results.Ok(answer) : Results.Created($"/api/studies/{answer.StudyInstanceUid}/reports", answer);
        }
        catch (Exception problem) when (problem is ArgumentException or System.Text.Json.JsonException)
        {
            return Results.Problem(problem.Message, statusCode: StatusCodes.Status400BadRequest);
        }
    }

    /// <summary>A PDF as the body, its keys in the query.</summary>
    private static async Task<ReportBody> PdfBodyAsync(HttpContext context)
    {
        if (context.Request.ContentType?.StartsWith("application/pdf", StringComparison.OrdinalIgnoreCase) != true)
            throw new ArgumentException("Send application/json, or a PDF as application/pdf with accessionNumber in the query.");
        using var document = new MemoryStream();
        await context.Request.Body.CopyToAsync(document, context.RequestAborted);
        string? Query(string name) => context.Request.Query[name] is [{ Length: > 0 } value] ? value : null;
        return new ReportBody(
            Query("id"), Query("studyInstanceUid"), Query("accessionNumber"), Query("orderNumber"), Query("patientId"), Query("reportedAt"), Query("readerCode"), Query("readerName"),
            Query("title"), Query("description"), Query("conclusion"), Query("status"), Convert.ToBase64String(document.GetBuffer(), 0, (int)document.Length));
    }

    private static async Task<IResult> ListAsync(HttpContext context, string study, IReports reports)
    {
        var uid = new Uid(study);
        return context.Grant().Covers(uid)
            ? Results.Ok((await reports.OfStudyAsync(uid, context.RequestAborted)).Select(ReportAnswer.Of))
            : Results.NotFound();
    }

    private static async Task<IResult> AssignAsync(HttpContext context, string id, IReports reports)
    {
        var study = new Uid((await context.Request.ReadFormAsync(context.RequestAborted)).Text("study"));
        return study.IsAcceptable && await reports.AssignAsync(id, study, context.Grant().Actor, context.RequestAborted)
            ? Results.LocalRedirect($"/studies/{study}")
            : MessagePage.Show(StatusCodes.Status404NotFound, "ReportNotAssigned");
    }

    private static async Task<IResult> DocumentAsync(HttpContext context, string id, IReports reports, IAuditTrail audit, TimeProvider clock)
    {
        var grant = context.Grant();
        if (await reports.FindAsync(id, context.RequestAborted) is not { } report
            || (report.StudyInstanceUid is { } study ? !grant.Covers(study) : grant.Scope is not null)
            || await reports.DocumentAsync(id, context.RequestAborted) is not { } document)
            return Results.NotFound();
        await audit.AppendAsync(
            new AuditEvent(clock.GetUtcNow(), AuditAction.Retrieve, grant.Actor, context.RemoteAddress(), report.StudyInstanceUid, grant.StudyLinkId, AuditOutcome.Success, AuditForms.ReportSeen.With(report.Id)),
            context.RequestAborted);
        context.Response.Headers.ContentDisposition = $"inline; filename=\"report-{report.Id}.pdf\"";
        context.Response.Headers.CacheControl = "private, no-store";
        return Results.Bytes(document, "application/pdf");
    }

    private sealed record ReportSizeLimit : IRequestSizeLimitMetadata
    {
        // base64 makes four letters of three bytes
        public long? MaxRequestBodySize => (NewReport.LargestDocument / 3 * 4) + (1 << 20);
    }
}
