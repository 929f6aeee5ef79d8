using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.Access;
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

    private static async Task<IResult> ViewAsync(HttpContext context, string study, string series, int number, StudyContents contents, IStudyList studies)
    {
        var (studyUid, seriesUid) = (new Uid(study), new Uid(series));
        if (!studyUid.IsAcceptable || !seriesUid.IsAcceptable || !context.Grant().Covers(studyUid)
            || await studies.FindAsync(studyUid, context.RequestAborted) is not { } summary
            || await contents.OfSeriesAsync(studyUid, seriesUid, context.RequestAborted) is not { } found || found.At(number) is not { } frame)
            return MessagePage.Show(StatusCodes.Status404NotFound, "NoImage");
        var window = found.IsCt ? WindowPreset.Of(context.Request.Query["window"])?.Name : null;
        var root = context.Request.RouteValues["token"] is string token ? $"/l/{Uri.EscapeDataString(token)}" : "";
        return new RazorComponentResult<ImagePage>(new { Root = root, Study = summary, Series = found, Number = number, Frame = frame, Window = window });
    }
}
