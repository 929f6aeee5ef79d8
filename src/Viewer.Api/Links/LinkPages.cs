using ImagingGateway.Dicom.Values;
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

namespace ImagingGateway.Viewer.Api.Links;

/// <summary>Pages on which people of the hospital create and revoke links.</summary>
internal static class LinkPages
{
    private const int AuditShown = 500;

    public static void MapLinkPages(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/links", ListAsync).NeedsUser(isPage: true);
        endpoints.MapGet("/studies/{study}/links/new", NewAsync).NeedsUser(isPage: true);
        endpoints.MapForm("/studies/{study}/links/new", CreateAsync).NeedsUser(isPage: true);
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
                names[study] = found.PatientName;
        }

        return new RazorComponentResult<LinksPage>(new { Links = list, Names = names });
    }

    private static async Task<IResult> NewAsync(string study, IStudyList studies, CancellationToken cancellationToken) =>
        await studies.FindAsync(study, cancellationToken) is { } found
            ? new RazorComponentResult<NewLinkPage>(new { Study = found })
            : MessagePage.Show(StatusCodes.Status404NotFound, "NoStudy");

    private static async Task<IResult> CreateAsync(HttpContext context, string study, IStudyList studies, IStudyLinks links, ViewerOptions options, TimeProvider clock)
    {
        if (await studies.FindAsync(study, context.RequestAborted) is not { } found)
            return MessagePage.Show(StatusCodes.Status404NotFound, "NoStudy");
        try
        {
            var wish = LinkWish.Of(await context.Request.ReadFormAsync(context.RequestAborted), found, context.Grant().Actor, clock.GetUtcNow());
            var created = await links.CreateAsync(wish, context.RequestAborted);
            return Created(context, found, created, wish.Pin, options);
        }
        catch (StudyLinkException refused)
        {
            return new RazorComponentResult<NewLinkPage>(new { Study = found, refused.Fault }) { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    /// <summary>The page that shows a new link and its secrets, once.</summary>
    public static IResult Created(HttpContext context, StudySummary study, CreatedStudyLink created, string? pin, ViewerOptions options)
    {
        ImagesAhead.Want(context, created.Link);
        return new RazorComponentResult<LinkCreatedPage>(new
        {
            Study = study, created.Link, LinkUrl = options.UrlOf(context, created.Token), Pin = created.Link.PinKind == PinKind.Digits ? pin : null,
            created.Code, created.Token, CodesUrl = StudyLinkAddress.OfCodes(options.BaseUrlOf(context)),
        });
    }

    private static async Task<IResult> LinkAsync(string id, IStudyLinks links, IStudyList studies, IAuditTrail audit, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(id, cancellationToken) is not { } link)
            return MessagePage.Show(StatusCodes.Status404NotFound, "NoLink");
        var names = new List<(Uid, string)>();
        foreach (var study in link.StudyInstanceUids)
            names.Add((study, (await studies.FindAsync(study, cancellationToken))?.PatientName ?? study.Value));
        var events = await audit.ReadAsync(null, link.Id, AuditShown, cancellationToken);
        return new RazorComponentResult<LinkPage>(new { Link = link, Studies = (IReadOnlyList<(Uid, string)>)names, Events = events });
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, string id, IStudyLinks links)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (!await links.RevokeAsync(id, context.Grant().Actor, context.RequestAborted))
            return MessagePage.Show(StatusCodes.Status404NotFound, "NoLink");
        return Results.LocalRedirect(LocalPath.Of(form.Text("return"), "/links"));
    }
}
