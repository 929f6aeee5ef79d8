using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Transcoding;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Links;
using ImagingGateway.Viewer.Api.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.Evidence.Portable;

/// <summary>
/// Portable copies: <c>studies/{study}/evidence.html</c> and <c>evidence.zip?images=true</c>, for people who signed in and, below a link's address, for a
/// bearer who may fetch files. Insurance reviewers read and do not copy, unless their grant says so; theirs carry their name across every picture.
/// </summary>
internal static class EvidenceCopyEndpoints
{
    public static void MapEvidenceCopies(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/studies/{study}/evidence.html", PageAsync).NeedsPermission(LinkPermission.Download);
        endpoints.MapGet("/studies/{study}/evidence.zip", ZipAsync).NeedsPermission(LinkPermission.Download);
    }

    private static Task<IResult> PageAsync(HttpContext context, string study, IEvidenceCopies copies, IAuditTrail audit, TimeProvider clock, ViewerOptions options) =>
        AnswerAsync(context, new Uid(study), "html", "text/html; charset=utf-8", copies, audit, clock, options, copies.WritePageAsync);

    private static Task<IResult> ZipAsync(HttpContext context, string study, bool? images, IEvidenceCopies copies, IAuditTrail audit, TimeProvider clock, ViewerOptions options) =>
        AnswerAsync(
            context, new Uid(study), "zip", "application/zip", copies, audit, clock, options,
            (copy, output, cancellationToken) => copies.WriteZipAsync(copy, images == true && context.Grant() is not AccessGrant.Reviewer, output, cancellationToken));

    private static async Task<IResult> AnswerAsync(
        HttpContext context, Uid study, string kind, string contentType, IEvidenceCopies copies, IAuditTrail audit, TimeProvider clock, ViewerOptions options,
        Func<EvidenceCopy, Stream, CancellationToken, Task> writeAsync)
    {
        var grant = context.Grant();
        if (!study.IsAcceptable || !grant.Covers(study))
            return Results.NotFound();
        if (grant.IsDeidentified)
            return Results.Problem("This link shows a study without names; its evidence names the patient. Ask the hospital.", statusCode: StatusCodes.Status403Forbidden);
        if (grant is AccessGrant.Reviewer { MayCopy: false })
            return Results.Problem("Reading is not copying: your grant does not permit to take evidence away. Ask the hospital.", statusCode: StatusCodes.Status403Forbidden);
        if (await copies.PrepareAsync(study, WishOf(context, grant, options, clock), context.RequestAborted) is not { } copy)
            return Results.NotFound();
        context.Response.ContentType = contentType;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"evidence-{copy.Package.Id}.{kind}\"";
        context.Response.Headers.CacheControl = "private, no-store";
        var outcome = AuditOutcome.Aborted;
        await using var output = new PipeWriterStream(context.Response.BodyWriter);
        try
        {
            await writeAsync(copy, output, context.RequestAborted);
            outcome = AuditOutcome.Success;
        }
        finally
        {
            await audit.AppendAsync(
                new AuditEvent(clock.GetUtcNow(), AuditAction.Export, grant.Actor, context.RemoteAddress(), study, grant.StudyLinkId, outcome, AuditForms.EvidenceCopy.With(copy.Package.Id, kind)) { Bytes = output.Written },
                CancellationToken.None);
        }

        return Results.Empty;
    }

    private static EvidenceWish WishOf(HttpContext context, AccessGrant grant, ViewerOptions options, TimeProvider clock) => new(
        grant is AccessGrant.LinkBearer bearer ? bearer.ShownTo : grant.Actor, options.BaseUrlOf(context), LanguageChoice.Of(context), grant.WatermarkAt(clock.GetUtcNow()),
        WithDocuments: grant is not AccessGrant.Reviewer, WholeBirthDate: grant is not AccessGrant.LinkBearer);
}
