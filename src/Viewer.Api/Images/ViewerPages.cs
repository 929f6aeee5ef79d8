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

/// <summary>
/// The page of the light viewer: <c>viewer/{study}?series=UID&amp;image=12&amp;window=lung</c>. Its data come by DICOMweb from beside it: <c>/dicom-web</c>, or
/// that of the link.
/// </summary>
internal static class ViewerPages
{
    public static RouteHandlerBuilder MapLightViewer(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/viewer/{study}", ShowAsync).NeedsPermission(LinkPermission.ViewFull);

    /// <summary>Address of the viewer at an image of a series, below <paramref name="root"/>.</summary>
    public static string UrlOf(string root, SeriesContents series, int number, WindowPreset? window = null) =>
        FormattableString.Invariant($"{root}/viewer/{series.StudyInstanceUid}?series={series.SeriesInstanceUid}&image={number}{(window is null ? "" : $"&window={window.Name}")}");

    /// <summary>Whether this request's reader may fetch what the viewer shows; the others have the pictures that the server makes.</summary>
    public static bool IsOpenTo(HttpContext context) => context.Grant() is AccessGrant.User or AccessGrant.LinkBearer { Permission: >= LinkPermission.ViewFull };

    private static async Task<IResult> ShowAsync(HttpContext context, string study, string? series, int? image, string? window, StudyContents contents, IStudyList studies, FirstFront fronts)
    {
        var uid = new Uid(study);
        if (!uid.IsAcceptable || !context.Grant().Covers(uid) || await studies.FindAsync(uid, context.RequestAborted) is not { } summary)
            return MessagePage.Show(StatusCodes.Status404NotFound, "NoStudy");
        var shown = (await contents.OfStudyAsync(uid, context.RequestAborted)).Where(one => one.ImageCount > 0).ToList();
        if ((shown.FirstOrDefault(one => one.SeriesInstanceUid.Value == series) ?? shown.FirstOrDefault()) is not { } first)
            return MessagePage.Show(StatusCodes.Status404NotFound, "NoImage");
        var number = Math.Clamp(image ?? first.StartNumber, 1, first.ImageCount);
        return new RazorComponentResult<LightViewerPage>(new
        {
            Root = ImagePages.RootOf(context), Study = summary, AllSeries = (IReadOnlyList<SeriesContents>)shown, First = first,
            Number = number, Window = first.Windows.FirstOrDefault(preset => preset.Name == window),
            Part = context.Request.IsPreview() ? new FirstPart(null, null, null) : await fronts.OfAsync(context, first, first.At(number)!.Value),
        });
    }
}
