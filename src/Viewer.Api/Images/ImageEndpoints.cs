using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.DeIdentification;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Rendering;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Viewer.Api.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.Images;

/// <summary>
/// Images of pages: <c>images/{study}/{series}/{instance}/{frame}?size=320&amp;window=lung</c>, for people who signed in and, below a
/// link's address, for its bearer. The grant decides which studies exist.
/// </summary>
internal static class ImageEndpoints
{
    private const int DefaultSize = 320;
    private const int GreatestSize = 4096;

    public static RouteHandlerBuilder MapImages(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/images/{study}/{series}/{instance}/{frame:int}", GetAsync).NeedsPermission(LinkPermission.View);

    /// <summary>Address of a frame, below <paramref name="root"/> (empty, or a link's address).</summary>
    public static string UrlOf(string root, FrameReference frame, int size, string? window = null) =>
        FormattableString.Invariant($"{root}/images/{frame.Instance.StudyInstanceUid}/{frame.Instance.SeriesInstanceUid}/{frame.Instance.SopInstanceUid}/{frame.FrameNumber}?size={size}")
        + (window is null ? "" : $"&window={window}");

    private static async Task<IResult> GetAsync(
        HttpContext context, string study, string series, string instance, int frame, IInstanceRetrieve retrieve, ImageRenderer renderer, IAuditTrail audit, MaskedStudies masked, TimeProvider clock)
    {
        var grant = context.Grant();
        if (await FindAsync(grant, new Uid(study), new Uid(series), new Uid(instance), retrieve, context.RequestAborted) is not { } stored)
            return Results.NotFound();
        var size = int.TryParse(context.Request.Query["size"], out var wanted) ? Math.Clamp(wanted, 32, GreatestSize) : DefaultSize;
        var preset = WindowPreset.Of(context.Request.Query["window"]);
        var watermark = grant.WatermarkAt(clock.GetUtcNow());
        var etag = $"\"{stored.SopInstanceUid}/{frame}/{size}/{preset?.Name}\"";
        // minutes only: after a link was revoked nothing is fetched again, and what was seen does not linger for long
        context.Response.Headers.CacheControl = "private, max-age=600";
        if (watermark is null)
            context.Response.Headers.ETag = etag;
        if (watermark is null && context.Request.Headers.IfNoneMatch.Contains(etag))
            return Results.StatusCode(StatusCodes.Status304NotModified);
        var outcome = AuditOutcome.Aborted;
        var bytes = default(long?);
        try
        {
            var options = new RenderOptions(RenderedMediaType.Jpeg, new Viewport(size, size), preset?.Window, size <= 512 ? 75 : 85, watermark);
            var image = await renderer.RenderAsync(stored, frame, options, context.RequestAborted);
            outcome = image is null ? AuditOutcome.Refused : AuditOutcome.Success;
            bytes = image?.Bytes.Length;
            return image is null ? Results.NotFound() : Results.Bytes(image.Bytes, image.ContentType);
        }
        catch (UndecodableFrameException)
        {
            outcome = AuditOutcome.Refused;
            return new UnshowableImage();
        }
        finally
        {
            var action = grant.StudyLinkId is null ? AuditAction.Render : AuditAction.LinkImageViewed;
            await audit.AppendAsync(
                new AuditEvent(clock.GetUtcNow(), action, grant.Actor, context.RemoteAddress(), masked.RealOf(stored.StudyInstanceUid), grant.StudyLinkId, outcome, AuditForms.Picture.With(stored.SopInstanceUid, frame)) { Bytes = bytes, Instances = bytes is null ? null : 1 },
                CancellationToken.None);
        }
    }

    private static async Task<StoredInstance?> FindAsync(
        AccessGrant grant, Uid study, Uid series, Uid instance, IInstanceRetrieve retrieve, CancellationToken cancellationToken)
    {
        if (!study.IsAcceptable || !series.IsAcceptable || !instance.IsAcceptable || !grant.Covers(study))
            return null;
        await foreach (var stored in retrieve.LocateAsync(RetrieveScope.Instance(study, series, instance), cancellationToken))
            return stored;
        return null;
    }
}
