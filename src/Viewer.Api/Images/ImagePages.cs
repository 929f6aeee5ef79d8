using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Claims;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Pages.Components;
using ImagingGateway.Viewer.Api.Studies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.Images;

/// <summary>One image at a time, large: for the bearer of a link, and as a quick look for people who signed in (also on a phone).</summary>
internal static class ImagePages
{
    public static RouteHandlerBuilder MapImagePages(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/view/{study}/{series}/{number:int}", ViewAsync).NeedsPermission(LinkPermission.View);

    public static RouteHandlerBuilder MapSheetPages(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/view/{study}/{series}", SheetAsync).NeedsPermission(LinkPermission.View);

    /// <summary>Address of an image's page, below <paramref name="root"/>.</summary>
    public static string UrlOf(string root, SeriesContents series, int number, WindowPreset? window = null) =>
        FormattableString.Invariant($"{root}/view/{series.StudyInstanceUid}/{series.SeriesInstanceUid}/{number}{(window is null ? "" : $"?window={window.Name}")}");

    /// <summary>Where the addresses of this request's pages begin: the link's, or nothing for people who signed in.</summary>
    public static string RootOf(HttpContext context) => context.Request.RouteValues["token"] is string token ? $"/l/{Uri.EscapeDataString(token)}" : "";

    private static async Task<IResult> ViewAsync(HttpContext context, string study, string series, int number, StudyContents contents, IStudyList studies, ClaimSearch claims)
    {
        if (await FindAsync(context, study, series, contents, studies) is not ({ } summary, { } found) || found.At(number) is not { } frame)
            return MessagePage.Show(StatusCodes.Status404NotFound, "NoImage");
        var window = found.IsCt ? WindowPreset.Of(context.Request.Query["window"])?.Name : null;
        return new RazorComponentResult<ImagePage>(new
        {
            Root = RootOf(context), BackUrl = await BackAsync(context, summary, claims), Study = summary, Series = found, Number = number, Frame = frame, Window = window,
        });
    }

    private static async Task<IResult> SheetAsync(HttpContext context, string study, string series, int? page, StudyContents contents, IStudyList studies, ClaimSearch claims)
    {
        if (await FindAsync(context, study, series, contents, studies) is not ({ } summary, { } found) || SheetPlan.Page(found.ImageCount, page ?? 1) is not { } plan)
            return MessagePage.Show(StatusCodes.Status404NotFound, "NoImage");
        return new RazorComponentResult<SheetPage>(new
        {
            Root = RootOf(context), BackUrl = await BackAsync(context, summary, claims), Study = summary, Series = found, Plan = plan, Number = page ?? 1, Window = SheetEndpoints.WindowOf(found, context.Request.Query["window"]),
            MayUseViewer = ViewerPages.IsOpenTo(context),
        });
    }

    /// <summary>Where the reader came from: the link, the claim, or the study's own page, which reviewers may not open.</summary>
    private static async Task<string> BackAsync(HttpContext context, StudySummary study, ClaimSearch claims)
    {
        if (RootOf(context) is { Length: > 0 } root)
            return root;
        if (context.ReviewerName() is not { } reviewer)
            return $"/studies/{study.StudyInstanceUid}";
        var lines = await claims.OfStudyAsync(study.StudyInstanceUid.Value, reviewer, context.RequestAborted);
        return lines.Count == 0 ? "/claims" : $"/claims/{Uri.EscapeDataString(lines[0].Line.ClaimCode)}?line={lines[0].Id}";
    }

    private static async Task<(StudySummary?, SeriesContents?)> FindAsync(HttpContext context, string study, string series, StudyContents contents, IStudyList studies)
    {
        var (studyUid, seriesUid) = (new Uid(study), new Uid(series));
        if (!studyUid.IsAcceptable || !seriesUid.IsAcceptable || !context.Grant().Covers(studyUid))
            return default;
        return (await studies.FindAsync(studyUid, context.RequestAborted), await contents.OfSeriesAsync(studyUid, seriesUid, context.RequestAborted));
    }
}
