using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.DeIdentification;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Images;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Pages.Components;
using ImagingGateway.Viewer.Api.Studies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace ImagingGateway.Viewer.Api.Links;

/// <summary>Pages on which people of the hospital create and revoke links.</summary>
internal static class LinkPages
{
    private const int AuditShown = 500;

    public static void MapLinkPages(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/links", ListAsync).NeedsUser(isPage: true);
        endpoints.MapGet("/links/new", NewAsync).NeedsUser(isPage: true);
        endpoints.MapForm("/links/new", CreateAsync).NeedsUser(isPage: true);
        endpoints.MapGet("/links/{id}", LinkAsync).NeedsUser(isPage: true);
        endpoints.MapForm("/links/{id}/revoke", RevokeAsync).NeedsUser(isPage: true);
    }

    private static async Task<IResult> ListAsync(IStudyLinks links, IStudyList studies, CancellationToken cancellationToken)
    {
        var list = await links.ListAsync(null, cancellationToken);
        var names = new Dictionary<Uid, string>();
        foreach (var study in list.SelectMany(link => link.StudyInstanceUids).Distinct())
        {
            if (await studies.FindAsync(study, cancellationToken) is { } found)
                names[study] = NameOf(found);
        }

        return new RazorComponentResult<LinksPage>(new { Links = list, Names = names });
    }

    /// <summary><c>?study=UID</c>, once for each study.</summary>
    private static async Task<IResult> NewAsync(HttpContext context, IStudyList studies)
    {
        var (found, refusal) = await ChosenAsync(studies, context.Request.Query["study"], context.RequestAborted);
        return refusal ?? new RazorComponentResult<NewLinkPage>(new { Studies = found });
    }

    private static async Task<IResult> CreateAsync(HttpContext context, IStudyList studies, IStudyLinks links, ViewerOptions options, TimeProvider clock)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (found, refusal) = await ChosenAsync(studies, form["study"], context.RequestAborted);
        if (found is null)
            return refusal!;
        try
        {
            var wish = LinkWish.Of(form, found.Chosen, context.Grant().Actor, clock.GetUtcNow());
            var created = await links.CreateAsync(wish, context.RequestAborted);
            return await CreatedAsync(context, found.Chosen, created, wish.Pin, options);
        }
        catch (StudyLinkException refused)
        {
            return new RazorComponentResult<NewLinkPage>(new { Studies = found, refused.Fault }) { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    private static async Task<(ChosenStudies? Found, IResult? Refusal)> ChosenAsync(IStudyList studies, StringValues uids, CancellationToken cancellationToken)
    {
        if (uids.Count == 0)
            return (null, MessagePage.Show(StatusCodes.Status400BadRequest, "NoneChosen"));
        var found = await ChosenStudies.FindAsync(studies, uids, cancellationToken);
        return (found, found is null ? MessagePage.Show(StatusCodes.Status404NotFound, "NoStudy") : null);
    }

    /// <summary>The page that shows a new link and its secrets, once.</summary>
    public static async Task<IResult> CreatedAsync(HttpContext context, IReadOnlyList<StudySummary> studies, CreatedStudyLink created, string? pin, ViewerOptions options)
    {
        ImagesAhead.Want(context, created.Link);
        return new RazorComponentResult<LinkCreatedPage>(new
        {
            Studies = studies, created.Link, LinkUrl = options.UrlOf(context, created.Token), Pin = created.Link.PinKind == PinKind.Digits ? pin : null,
            created.Code, created.Token, CodesUrl = StudyLinkAddress.OfCodes(options.BaseUrlOf(context)),
            LeftOut = await context.RequestServices.GetRequiredService<MaskedStudies>().LeftOutAsync(created.Link, context.RequestAborted),
        });
    }

    private static async Task<IResult> LinkAsync(string id, IStudyLinks links, IStudyList studies, IAuditTrail audit, MaskedStudies masked, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(id, cancellationToken) is not { } link)
            return MessagePage.Show(StatusCodes.Status404NotFound, "NoLink");
        var names = new List<(Uid, string)>();
        foreach (var study in link.StudyInstanceUids)
            names.Add((study, await studies.FindAsync(study, cancellationToken) is { } found ? NameOf(found) : study.Value));
        var events = await audit.ReadAsync(null, link.Id, AuditShown, cancellationToken);
        return new RazorComponentResult<LinkPage>(new { Link = link, Studies = (IReadOnlyList<(Uid, string)>)names, Events = events, LeftOut = await masked.LeftOutAsync(link, cancellationToken) });
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, string id, IStudyLinks links)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (!await links.RevokeAsync(id, context.Grant().Actor, context.RequestAborted))
            return MessagePage.Show(StatusCodes.Status404NotFound, "NoLink");
        return Results.LocalRedirect(LocalPath.Of(form.Text("return"), "/links"));
    }

    /// <summary>One patient's studies behind one link must be told apart.</summary>
    private static string NameOf(StudySummary study) => string.Join(" · ", new[] { study.PatientName, study.StudyDescription }.Where(text => !string.IsNullOrEmpty(text)));
}
