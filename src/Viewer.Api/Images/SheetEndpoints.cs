using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Studies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.Images;

/// <summary>
/// Contact sheets as one picture: <c>images/{study}/{series}/sheet?window=lung</c> spread over the series, with <c>page=2</c> all images in turn.
/// </summary>
internal static class SheetEndpoints
{
    /// <summary>The word for the image's own window.</summary>
    public const string OwnWindow = "own";

    public static RouteHandlerBuilder MapSheets(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/images/{study}/{series}/sheet", GetAsync).NeedsPermission(LinkPermission.View);

    /// <summary>Address of a sheet's picture, below <paramref name="root"/>.</summary>
    /// <param name="page">From 1; null for the overview.</param>
    public static string UrlOf(string root, SeriesContents series, WindowPreset? window, int? page = null) =>
        FormattableString.Invariant($"{root}/images/{series.StudyInstanceUid}/{series.SeriesInstanceUid}/sheet?window={window?.Name ?? OwnWindow}{(page is null ? "" : $"&page={page}")}");

    /// <summary>The window that an address asks for; the series' most useful one when it asks for none.</summary>
    public static WindowPreset? WindowOf(SeriesContents series, string? asked) =>
        asked == OwnWindow ? null : series.Windows.FirstOrDefault(preset => preset.Name == asked) ?? series.BestWindow;

    private static async Task<IResult> GetAsync(HttpContext context, string study, string series, int? page, StudyContents contents, SheetImages sheets)
    {
        var (studyUid, seriesUid) = (new Uid(study), new Uid(series));
        if (!studyUid.IsAcceptable || !seriesUid.IsAcceptable || !context.Grant().Covers(studyUid)
            || await contents.OfSeriesAsync(studyUid, seriesUid, context.RequestAborted) is not { ImageCount: > 0 } found
            || (page is { } number ? SheetPlan.Page(found.ImageCount, number) : SheetPlan.Overview(found.ImageCount)) is not { } plan)
            return Results.NotFound();
        var image = await sheets.RenderAsync(context, found, plan, WindowOf(found, context.Request.Query["window"]));
        context.Response.Headers.CacheControl = "private, max-age=600"; // as for single images
        context.Response.Headers.Vary = "Accept";
        return Results.Bytes(image.Bytes, image.ContentType);
    }
}
