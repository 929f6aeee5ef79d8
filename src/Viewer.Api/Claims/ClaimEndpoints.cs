using System.Globalization;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.Reports;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Pages.Components;
using ImagingGateway.Viewer.Api.Studies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.Claims;

/// <summary>The reviewer's desk: the evidence table, one claim on one screen, decisions and answers, the export.</summary>
internal static class ClaimEndpoints
{
    private const int MostExported = 100_000;

    /// <summary>Older findings are asked again when someone looks: studies and reports arrive late.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    public static void MapClaims(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/claims", ListAsync).NeedsSignIn(isPage: true);
        endpoints.MapGet("/claims/export.csv", ExportAsync).NeedsSignIn();
        endpoints.MapGet("/claims/{claim}", ClaimAsync).NeedsSignIn(isPage: true);
        endpoints.MapForm("/claims/lines/{id}/decision", DecideAsync).NeedsSignIn(isPage: true);
        endpoints.MapForm("/claims/lines/{id}/answer", AnswerAsync).NeedsUser(isPage: true);
        endpoints.MapForm("/claims/lines/{id}/study", ConfirmAsync).NeedsUser(isPage: true);
    }

    /// <summary>Narrows claims to the reviewer's grants; null for the hospital's own people.</summary>
    public static string? ReviewerName(this HttpContext context) => (context.Grant() as AccessGrant.Reviewer)?.UserName;

    private static async Task<IResult> ListAsync(HttpContext context, ClaimSearch search, ClaimDesk desk, ClaimOptions options, IAuditTrail audit, TimeProvider clock)
    {
        var (query, reviewer) = (ClaimListQuery.Of(context.Request.Query), context.ReviewerName());
        var items = await search.PageAsync(query.Filter, reviewer, (query.Page - 1) * ClaimListQuery.PageSize, ClaimListQuery.PageSize + 1, context.RequestAborted);
        var stale = items.Where(item => !item.IsDecided && item.EvaluatedAt < clock.GetUtcNow() - Fresh).ToList();
        if (stale.Count > 0)
        {
            var fresh = (await desk.RefreshAsync(stale, context.RequestAborted)).ToDictionary(item => item.Id);
            items = [.. items.Select(item => fresh.GetValueOrDefault(item.Id, item))];
        }

        await NoteAsync(context, audit, clock, AuditAction.Query, null, AuditForms.ClaimsListed.With(Math.Min(items.Count, ClaimListQuery.PageSize)));
        return new RazorComponentResult<ClaimsPage>(new
        {
            Query = query, Items = items, Counts = await search.CountAsync(query.Filter with { State = null, Worst = null }, reviewer, context.RequestAborted),
            Facilities = await search.FacilitiesAsync(reviewer, context.RequestAborted), Options = options,
        });
    }

    private static async Task<IResult> ClaimAsync(
        HttpContext context, string claim, ClaimSearch search, ClaimDesk desk, ClaimOptions options, IStudyList studies, StudyContents contents, IReports reports,
        ReviewerGrants grants, IAuditTrail audit, TimeProvider clock)
    {
        var (query, reviewer) = (ClaimListQuery.Of(context.Request.Query), context.ReviewerName());
        // the server decodes everything in a path but the slash
        var lines = await search.OfClaimAsync(claim.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase), reviewer, context.RequestAborted);
        if (lines.Count == 0)
            return MessagePage.Show(StatusCodes.Status404NotFound, "NoClaim");
        var chosen = lines.FirstOrDefault(line => line.Id == context.Request.Query["line"]) ?? lines[0];
        if (!chosen.IsDecided)
            chosen = (await desk.RefreshAsync([chosen], context.RequestAborted))[0];
        var shown = new ClaimView(chosen, lines, await search.HistoryAsync(chosen.Id, context.RequestAborted), await search.NeighboursAsync(chosen.Id, query.Filter, reviewer, context.RequestAborted));
        if (chosen.Study is { } study && (reviewer is null || chosen.IsMatched))
            shown = shown with
            {
                Study = await studies.FindAsync(study, context.RequestAborted), Series = await contents.OfStudyAsync(study, context.RequestAborted),
                Reports = await reports.OfStudyAsync(study, context.RequestAborted), Change = await desk.ChangeAsync(chosen, context.RequestAborted),
                MayCopy = reviewer is null || await grants.RightAsync(reviewer, study, context.RequestAborted) == ReviewerRight.Copy,
            };
        if (reviewer is null && chosen is { IsDecided: false, Candidates.Count: > 0 } and not { Match: MatchKind.Key })
            shown = shown with { Candidates = await CandidatesAsync(chosen, studies, context.RequestAborted) };
        await NoteAsync(context, audit, clock, AuditAction.Query, chosen.Study, AuditForms.ClaimSeen.With(chosen.Line.ClaimCode));
        return new RazorComponentResult<ClaimPage>(new { View = shown, Query = query, Options = options });
    }

    private static async Task<IResult> DecideAsync(HttpContext context, string id, ClaimSearch search, ClaimDesk desk, IAuditTrail audit, TimeProvider clock)
    {
        if (context.Grant() is not AccessGrant.Reviewer { UserName: var reviewer })
            return MessagePage.Show(StatusCodes.Status403Forbidden, "OnlyReviewers");
        if (await search.FindAsync(id, reviewer, context.RequestAborted) is not { } item)
            return MessagePage.Show(StatusCodes.Status404NotFound, "NoClaim");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (note, reason) = (form.Text("note"), form.Text("reason"));
        ClaimState? decision = form.Text("decision") switch
        {
            "accept" => ClaimState.Accepted,
            "query" => ClaimState.Queried,
            "refuse" => ClaimState.Refused,
            "reopen" => ClaimState.Open,
            _ => null,
        };
        if (decision is null || note.Length > 2000 || (decision is ClaimState.Queried or ClaimState.Refused && (!ClaimReasons.All.Contains(reason) || (reason == "Other" && note.Length == 0))))
            return MessagePage.Show(StatusCodes.Status400BadRequest, "ClaimReasonNeeded");
        var done = decision == ClaimState.Open
            ? await desk.ReopenAsync(item, note, reviewer, context.RequestAborted)
            : await desk.DecideAsync(item, decision.Value, reason, note, reviewer, context.RequestAborted);
        if (!done)
            return MessagePage.Show(StatusCodes.Status409Conflict, "ClaimChanged");
        await NoteAsync(context, audit, clock, AuditAction.SettingsChanged, item.Study, AuditForms.ClaimDecided.With(item.Line.ClaimCode, item.Line.ServiceCode, decision.Value));
        return Results.LocalRedirect(LocalPath.Of(form.Text("next"), "/claims"));
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, string id, ClaimSearch search, ClaimDesk desk, IAuditTrail audit, TimeProvider clock)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (await search.FindAsync(id, null, context.RequestAborted) is not { } item)
            return MessagePage.Show(StatusCodes.Status404NotFound, "NoClaim");
        if (form.Text("answer") is not { Length: > 0 and <= 2000 } answer || !await desk.AnswerAsync(item, answer, context.Grant().Actor, context.RequestAborted))
            return MessagePage.Show(StatusCodes.Status409Conflict, "ClaimChanged");
        await NoteAsync(context, audit, clock, AuditAction.SettingsChanged, item.Study, AuditForms.ClaimAnswered.With(item.Line.ClaimCode, item.Line.ServiceCode));
        return Results.LocalRedirect(LocalPath.Of(form.Text("next"), "/claims"));
    }

    private static async Task<IResult> ConfirmAsync(HttpContext context, string id, ClaimSearch search, ClaimDesk desk, IAuditTrail audit, TimeProvider clock)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (await search.FindAsync(id, null, context.RequestAborted) is not { } item)
            return MessagePage.Show(StatusCodes.Status404NotFound, "NoClaim");
        Uid? study = form.Text("study") is { Length: > 0 } uid ? new Uid(uid) : null;
        if (!await desk.ConfirmAsync(item, study, context.Grant().Actor, context.RequestAborted))
            return MessagePage.Show(StatusCodes.Status409Conflict, "ClaimChanged");
        await NoteAsync(context, audit, clock, AuditAction.SettingsChanged, study ?? item.Study, (study is null ? AuditForms.ClaimStudyRejected : AuditForms.ClaimStudyConfirmed).With(item.Line.ClaimCode));
        return Results.LocalRedirect(LocalPath.Of(form.Text("next"), "/claims"));
    }

    private static async Task<IResult> ExportAsync(HttpContext context, ClaimSearch search, ClaimOptions options, IAuditTrail audit, TimeProvider clock)
    {
        var query = ClaimListQuery.Of(context.Request.Query);
        var items = await search.PageAsync(query.Filter, context.ReviewerName(), 0, MostExported, context.RequestAborted);
        await NoteAsync(context, audit, clock, AuditAction.Export, null, AuditForms.ClaimsListed.With(items.Count));
        var texts = Resources.Texts.In(Resources.LanguageChoice.Of(context));
        return Results.File(
            ClaimCsv.Of(items, options, texts), "text/csv; charset=utf-8", $"claims-{clock.GetUtcNow().ToOffset(TimeSpan.FromHours(7)).ToString("yyyyMMdd-HHmm", CultureInfo.InvariantCulture)}.csv");
    }

    private static async Task<IReadOnlyList<StudySummary>> CandidatesAsync(ClaimItem item, IStudyList studies, CancellationToken cancellationToken)
    {
        var found = new List<StudySummary>();
        foreach (var candidate in item.Candidates)
        {
            if (await studies.FindAsync(candidate, cancellationToken) is { } study)
                found.Add(study);
        }

        return found;
    }

    private static ValueTask NoteAsync(HttpContext context, IAuditTrail audit, TimeProvider clock, AuditAction action, Uid? study, AuditDetail detail) => audit.AppendAsync(
        new AuditEvent(clock.GetUtcNow(), action, context.Grant().Actor, context.RemoteAddress(), study, null, AuditOutcome.Success, detail), context.RequestAborted);
}
