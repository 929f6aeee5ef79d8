using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Pages.Components;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.Studies;

/// <summary>How long a study is kept: retention class, legal hold, and deletion in two steps. For administrators; every step is in the audit trail.</summary>
internal static class KeepingEndpoints
{
    private const int LongestReason = 200;

    public static void MapKeeping(this IEndpointRouteBuilder endpoints)
    {
        const string page = "/studies/{study}/keeping";
        endpoints.MapGet(page, (HttpContext context, string study, IStudyList studies, StudyDeletion deletion, RetentionOptions retention) =>
            ShowAsync(context, study, studies, deletion, retention, [])).NeedsAdministrator(isPage: true);
        endpoints.MapForm(page + "/class", (HttpContext context, string study, IStudyList studies, StudyDeletion deletion, RetentionOptions retention) => ActAsync(
            context, study, studies, async (uid, form) =>
            {
                if (!retention.Years.ContainsKey(form.Text("class")))
                    return MessagePage.Show(StatusCodes.Status400BadRequest, "NoSuchClass");
                await deletion.ClassifyAsync(uid, form.Text("class"), context.Grant().Actor, context.RequestAborted);
                return null;
            })).NeedsAdministrator(isPage: true);
        endpoints.MapForm(page + "/hold", (HttpContext context, string study, IStudyList studies, StudyDeletion deletion) => ActAsync(
            context, study, studies, async (uid, form) =>
            {
                if (Reason(form) is not { } reason)
                    return MessagePage.Show(StatusCodes.Status400BadRequest, "ReasonMissing");
                await deletion.HoldAsync(uid, reason, context.Grant().Actor, context.RequestAborted);
                return null;
            })).NeedsAdministrator(isPage: true);
        endpoints.MapForm(page + "/release", (HttpContext context, string study, IStudyList studies, StudyDeletion deletion) => ActAsync(
            context, study, studies, async (uid, _) =>
            {
                await deletion.HoldAsync(uid, null, context.Grant().Actor, context.RequestAborted);
                return null;
            })).NeedsAdministrator(isPage: true);
        endpoints.MapForm(page + "/delete", (HttpContext context, string study, IStudyList studies, StudyDeletion deletion, RetentionOptions retention) => ActAsync(
            context, study, studies, async (uid, form) =>
            {
                if (Reason(form) is not { } reason)
                    return MessagePage.Show(StatusCodes.Status400BadRequest, "ReasonMissing");
                var refused = await deletion.MarkAsync(uid, context.Grant().Actor, reason, context.RequestAborted);
                return refused.Count == 0 ? null : await ShowAsync(context, study, studies, deletion, retention, refused);
            })).NeedsAdministrator(isPage: true);
        endpoints.MapForm(page + "/keep", (HttpContext context, string study, IStudyList studies, StudyDeletion deletion) => ActAsync(
            context, study, studies, async (uid, _) =>
            {
                await deletion.KeepAsync(uid, context.Grant().Actor, context.RequestAborted);
                return null;
            })).NeedsAdministrator(isPage: true);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, string study, IStudyList studies, StudyDeletion deletion, RetentionOptions retention, IReadOnlyList<string> refused) =>
        await studies.FindAsync(study, context.RequestAborted) is { } found && await deletion.StandingAsync(found.StudyInstanceUid, context.RequestAborted) is { } kept
            ? new RazorComponentResult<KeepingPage>(new { Study = found, kept.Standing, kept.KeptUntil, Retention = retention, Refused = refused })
            : MessagePage.Show(StatusCodes.Status404NotFound, "NoStudy");

    /// <summary>Does one thing to a study that is there, and shows the page again.</summary>
    private static async Task<IResult> ActAsync(HttpContext context, string study, IStudyList studies, Func<Uid, IFormCollection, Task<IResult?>> act)
    {
        if (await studies.FindAsync(study, context.RequestAborted) is not { StudyInstanceUid: var uid })
            return MessagePage.Show(StatusCodes.Status404NotFound, "NoStudy");
        return await act(uid, await context.Request.ReadFormAsync(context.RequestAborted)) ?? Results.LocalRedirect($"/studies/{uid}/keeping");
    }

    private static string? Reason(IFormCollection form) => form.Text("reason") is { Length: > 0 and <= LongestReason } reason ? reason : null;
}
