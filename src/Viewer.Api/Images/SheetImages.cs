using ImagingGateway.Filmless.DeIdentification;
using ImagingGateway.Imaging.Rendering;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Studies;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.Images;

/// <summary>Contact sheets for the request's reader: in the coding the browser takes, audited like any image.</summary>
internal sealed class SheetImages(ImageRenderer renderer, IAuditTrail audit, MaskedStudies masked, TimeProvider clock)
{
    /// <summary>WebP is half the size of JPEG; browsers that show it say so.</summary>
    public static RenderedMediaType MediaTypeFor(HttpRequest request) =>
        FrameRenderer.CanWrite(RenderedMediaType.Webp) && request.Headers.Accept.ToString().Contains("image/webp", StringComparison.OrdinalIgnoreCase)
            ? RenderedMediaType.Webp : RenderedMediaType.Jpeg;

    public async Task<RenderedImage> RenderAsync(HttpContext context, SeriesContents series, SheetPlan plan, WindowPreset? window)
    {
        var grant = context.Grant();
        var outcome = AuditOutcome.Aborted;
        try
        {
            var image = await renderer.SheetAsync(series, plan, window?.Window, MediaTypeFor(context.Request), grant.WatermarkAt(clock.GetUtcNow()), context.RequestAborted);
            outcome = AuditOutcome.Success;
            return image;
        }
        finally
        {
            var action = grant.StudyLinkId is null ? AuditAction.Render : AuditAction.LinkImageViewed;
            await audit.AppendAsync(
                new AuditEvent(
                    clock.GetUtcNow(), action, grant.Actor, context.RemoteAddress(), masked.RealOf(series.StudyInstanceUid), grant.StudyLinkId, outcome,
                    $"contact sheet of {series.SeriesInstanceUid}: {string.Join(',', plan.Numbers)}"),
                CancellationToken.None);
        }
    }
}
