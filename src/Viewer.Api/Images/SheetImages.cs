using ImagingGateway.Filmless.DeIdentification;
using ImagingGateway.Imaging.Rendering;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Studies;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.Images;

/// <summary>Contact sheets for the request's reader: in the coding the browser takes, audited like any image.</summary>
internal sealed class SheetImages(SheetStore sheets, IAuditTrail audit, MaskedStudies masked, TimeProvider clock)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(300);

    /// <summary>WebP is half the size of JPEG; browsers that show it say so.</summary>
    public static RenderedMediaType MediaTypeFor(HttpRequest request) =>
        FrameRenderer.CanWrite(RenderedMediaType.Webp) && request.Headers.Accept.ToString().Contains("image/webp", StringComparison.OrdinalIgnoreCase)
            ? RenderedMediaType.Webp : RenderedMediaType.Jpeg;

    public Task<RenderedImage> RenderAsync(HttpContext context, SeriesContents series, SheetPlan plan, WindowPreset? window) =>
        AuditedAsync(context, series, plan, MakeAsync(context, series, plan, window));

    /// <summary>The same if it takes no longer than the way to the browser and back; else null, and the browser, which asks for it then, finds it made.</summary>
    public async Task<RenderedImage?> SoonAsync(HttpContext context, SeriesContents series, SheetPlan plan, WindowPreset? window)
    {
        var making = MakeAsync(context, series, plan, window);
        return await Task.WhenAny(making, Task.Delay(Soon, context.RequestAborted)) == making ? await AuditedAsync(context, series, plan, making) : null;
    }

    private Task<RenderedImage> MakeAsync(HttpContext context, SeriesContents series, SheetPlan plan, WindowPreset? window) =>
        sheets.GetAsync(series, plan, window, MediaTypeFor(context.Request), context.Grant().WatermarkAt(clock.GetUtcNow()));

    private async Task<RenderedImage> AuditedAsync(HttpContext context, SeriesContents series, SheetPlan plan, Task<RenderedImage> making)
    {
        var grant = context.Grant();
        var outcome = AuditOutcome.Aborted;
        try
        {
            var image = await making.WaitAsync(context.RequestAborted);
            outcome = AuditOutcome.Success;
            return image;
        }
        finally
        {
            var action = grant.StudyLinkId is null ? AuditAction.Render : AuditAction.LinkImageViewed;
            await audit.AppendAsync(
                new AuditEvent(
                    clock.GetUtcNow(), action, grant.Actor, context.RemoteAddress(), masked.RealOf(series.StudyInstanceUid), grant.StudyLinkId, outcome,
                    AuditForms.ContactSheet.With(series.SeriesInstanceUid, string.Join(',', plan.Numbers))),
                CancellationToken.None);
        }
    }
}
