using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Reports;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Pages.Components;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace ImagingGateway.Viewer.Api.Studies;

/// <summary>The study list and the pages of one study.</summary>
internal static class StudyEndpoints
{
    private const int AuditShown = 500;

    public static void MapStudies(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/", (HttpContext context) => Results.Redirect(context.Grant() is AccessGrant.Reviewer ? "/claims" : "/studies")).NeedsSignIn(isPage: true);
        endpoints.MapGet("/studies", ListAsync).NeedsUser(isPage: true);
        endpoints.MapGet("/studies/arrivals", (StudyArrivals arrivals, IHostApplicationLifetime life, CancellationToken cancellationToken) =>
            TypedResults.ServerSentEvents(ArrivalsAsync(arrivals, life.ApplicationStopping, cancellationToken))).NeedsUser();
        endpoints.MapGet("/studies/{study}/row", RowAsync).NeedsUser();
        endpoints.MapGet("/studies/{study}", StudyAsync).NeedsUser(isPage: true);
        endpoints.MapGet("/studies/{study}/audit", AuditAsync).NeedsUser(isPage: true);
    }

    public static async Task<StudySummary?> FindAsync(this IStudyList studies, string study, CancellationToken cancellationToken) =>
        new Uid(study) is { IsAcceptable: true } uid ? await studies.FindAsync(uid, cancellationToken) : null;

    private static async Task<IResult> ListAsync(HttpContext context, IStudyList studies, IAuditTrail audit, TimeProvider clock)
    {
        var filter = StudyListFilter.Of(context.Request.Query);
        IReadOnlyList<StudySummary> found = [];
        string? fault = null;
        try
        {
            found = await studies.SearchAsync(filter.ToQuery(), context.RequestAborted);
        }
        catch (InvalidQueryException invalid)
        {
            fault = invalid.Message;
        }

        if (!filter.IsEmpty)
            await audit.AppendAsync(
                new AuditEvent(clock.GetUtcNow(), AuditAction.Query, context.Grant().Actor, context.RemoteAddress(), null, null, AuditOutcome.Success, AuditForms.StudyList.With()),
                context.RequestAborted);
        return new RazorComponentResult<StudiesPage>(new { Filter = filter, Studies = found, Fault = fault });
    }

    private static async Task<IResult> RowAsync(string study, IStudyList studies, CancellationToken cancellationToken) =>
        await studies.FindAsync(study, cancellationToken) is { } found ? new RazorComponentResult<StudyRow>(new { Study = found, IsNew = true }) : Results.NotFound();

    private static async Task<IResult> StudyAsync(HttpContext context, string study, IStudyList studies, StudyContents contents, IStudyLinks links, IReports reports)
    {
        if (await studies.FindAsync(study, context.RequestAborted) is not { } found)
            return MessagePage.Show(StatusCodes.Status404NotFound, "NoStudy");
        var series = await contents.OfStudyAsync(found.StudyInstanceUid, context.RequestAborted);
        var list = await links.ListAsync(found.StudyInstanceUid, context.RequestAborted);
        return new RazorComponentResult<StudyPage>(new { Study = found, Series = series, Links = list, Reports = await reports.OfStudyAsync(found.StudyInstanceUid, context.RequestAborted) });
    }

    private static async Task<IResult> AuditAsync(HttpContext context, string study, IStudyList studies, IAuditTrail audit)
    {
        if (await studies.FindAsync(study, context.RequestAborted) is not { } found)
            return MessagePage.Show(StatusCodes.Status404NotFound, "NoStudy");
        var events = await audit.ReadAsync(found.StudyInstanceUid, null, AuditShown, context.RequestAborted);
        return new RazorComponentResult<AuditPage>(new { Study = found, Events = events });
    }

    /// <summary>Ends with the process too: an open study list must not hold up a restart.</summary>
    private static async IAsyncEnumerable<SseItem<string>> ArrivalsAsync(
        StudyArrivals arrivals, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        // sent at once, so that the browser knows it listens
        yield return new SseItem<string>("listening", "hello");
        await foreach (var arrival in UntilStopped(arrivals.ListenAsync(either.Token), stopping))
            yield return new SseItem<string>(arrival.StudyInstanceUid.Value, "study");
    }

    private static async IAsyncEnumerable<StudyArrival> UntilStopped(
        IAsyncEnumerable<StudyArrival> arrivals, [EnumeratorCancellation] CancellationToken stopping)
    {
        await using var news = arrivals.GetAsyncEnumerator(CancellationToken.None);
        while (true)
        {
            try
            {
                if (!await news.MoveNextAsync())
                    yield break;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                yield break;
            }

            yield return news.Current;
        }
    }
}
