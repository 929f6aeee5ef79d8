using System.Text;
using ImagingGateway.Filmless.Claims;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Pages.Components;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.Viewer.Api.Claims;

/// <summary>Claims come in: as files, pasted, or from the hospital's system (<c>POST /api/claims</c> with any of the formats as body).</summary>
internal static class ClaimImportEndpoints
{
    private const int FilesShown = 20;

    public static void MapClaimImport(this IEndpointRouteBuilder endpoints)
    {
        var most = endpoints.ServiceProvider.GetRequiredService<ClaimOptions>().MaxFileBytes;
        endpoints.MapGet("/claims/import", async (ClaimDesk desk, CancellationToken cancellationToken) =>
            new RazorComponentResult<ClaimImportPage>(new { Files = await desk.FilesAsync(FilesShown, cancellationToken) })).NeedsUser(isPage: true);
        endpoints.MapForm("/claims/import", ImportAsync, most + (1 << 20)).NeedsUser(isPage: true);
        endpoints.MapGet("/claims/files/{id}", FileAsync).NeedsUser(isPage: true);
        endpoints.MapPost("/api/claims", PostAsync).NeedsUser().WithMetadata(new BodyLimit(most));
        endpoints.MapGet("/api/claims/{claim}", StateAsync).NeedsUser();
    }

    private static async Task<IResult> ImportAsync(HttpContext context, ClaimDesk desk, IAuditTrail audit, TimeProvider clock)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var contents = new List<ReadOnlyMemory<byte>>();
        foreach (var upload in form.Files.Where(upload => upload.Length > 0))
        {
            await using var stream = upload.OpenReadStream();
            contents.Add(await ReadAsync(stream, context.RequestAborted));
        }

        if (form.Text("list") is { Length: > 0 } list)
            contents.Add(Encoding.UTF8.GetBytes(list));
        var name = string.Join(", ", form.Files.Where(upload => upload.Length > 0).Select(upload => Path.GetFileName(upload.FileName)));
        var file = await TakeAsync(context, desk, audit, clock, name.Length > 0 ? name : "–", contents);
        return Results.Redirect($"/claims/files/{file.Id}");
    }

    private static async Task<IResult> FileAsync(string id, ClaimDesk desk, CancellationToken cancellationToken) =>
        await desk.FileAsync(id, cancellationToken) is { } file
            ? new RazorComponentResult<ClaimFilePage>(new { File = file })
            : MessagePage.Show(StatusCodes.Status404NotFound, "NotFound");

    private static async Task<IResult> PostAsync(HttpContext context, ClaimDesk desk, IAuditTrail audit, TimeProvider clock)
    {
        var file = await TakeAsync(context, desk, audit, clock, "API", [await ReadAsync(context.Request.Body, context.RequestAborted)]);
        return Results.Json(
            new
            {
                file.Id, Taken = file.LineCount, Skipped = file.SkippedCount,
                Refused = file.Refusals.Select(refusal => new { Line = refusal.Position, Reason = refusal.Reason.ToString(), Message = Resources.Texts.In(Resources.Language.En)[$"ClaimRefusal{refusal.Reason}", refusal.Detail] }),
            },
            statusCode: file.LineCount == 0 && file.Refusals.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static async Task<IResult> StateAsync(string claim, ClaimSearch search, CancellationToken cancellationToken)
    {
        var lines = await search.OfClaimAsync(claim, null, cancellationToken);
        if (lines.Count == 0)
            return Results.Problem("There is no claim with this code.", statusCode: StatusCodes.Status404NotFound);
        var answer = new List<object>(lines.Count);
        foreach (var line in lines)
        {
            var history = await search.HistoryAsync(line.Id, cancellationToken);
            answer.Add(new
            {
                line.Line.ClaimCode, line.Line.ServiceCode, line.Line.LineNumber, State = line.State.ToString(), Worst = line.Worst.ToString(), StudyInstanceUid = line.Study?.Value,
                Match = line.Match.ToString(), line.DeadlineAt, History = history.Select(entry => new { entry.At, entry.Actor, Kind = entry.Kind.ToString(), entry.Reason, entry.Note }),
            });
        }

        return Results.Json(answer);
    }

    private static async Task<ClaimFile> TakeAsync(HttpContext context, ClaimDesk desk, IAuditTrail audit, TimeProvider clock, string name, IReadOnlyList<ReadOnlyMemory<byte>> contents)
    {
        var file = await desk.ImportAsync(name.Length > 200 ? name[..200] : name, contents, context.Grant().Actor, context.RequestAborted);
        await audit.AppendAsync(
            new AuditEvent(
                clock.GetUtcNow(), AuditAction.Store, context.Grant().Actor, context.RemoteAddress(), null, null, AuditOutcome.Success,
                AuditForms.ClaimsTaken.With(file.LineCount, file.SkippedCount, file.Refusals.Count)),
            context.RequestAborted);
        return file;
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
