using System.Text;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Viewer.Api.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.Links;

/// <summary>Study links for the hospital's own systems. The token is in the answer to the creation and nowhere else.</summary>
internal static class LinkApi
{
    private const int DefaultDays = 30;

    public static void MapLinkApi(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/study-links").NeedsUser();
        group.MapPost("", CreateAsync);
        group.MapGet("", ListAsync);
        group.MapGet("/{id}", async (string id, IStudyLinks links, CancellationToken cancellationToken) =>
            await links.FindAsync(id, cancellationToken) is { } link ? Results.Ok(LinkFacts.Of(link)) : NoLink());
        group.MapDelete("/{id}", async (HttpContext context, string id, IStudyLinks links) =>
            await links.RevokeAsync(id, context.Grant().Actor, context.RequestAborted) ? Results.NoContent() : NoLink());
        group.MapPost("/qr.png", (HttpContext context, TokenBody body, ViewerOptions options) =>
            Results.Bytes(StudyLinkQr.Png(options.UrlOf(context, Uri.EscapeDataString(body.Token))), "image/png"));
        group.MapPost("/qr.svg", (HttpContext context, TokenBody body, ViewerOptions options) =>
            Results.Text(StudyLinkQr.Svg(options.UrlOf(context, Uri.EscapeDataString(body.Token))), "image/svg+xml", Encoding.UTF8));
    }

    private static async Task<IResult> CreateAsync(HttpContext context, NewLinkBody body, IStudyLinks links, ViewerOptions options, TimeProvider clock)
    {
        var expires = body.ExpiresAt ?? clock.GetUtcNow().AddDays(Math.Clamp(body.Days ?? DefaultDays, 0, 10_000));
        var wish = new NewStudyLink([.. (body.StudyInstanceUids ?? []).Select(uid => new Uid(uid))], expires, body.Pin, context.Grant().Actor, body.Note);
        try
        {
            var created = await links.CreateAsync(wish, context.RequestAborted);
            var url = options.UrlOf(context, created.Token);
            var facts = LinkFacts.Of(created.Link);
            return Results.Created(
                $"/api/study-links/{created.Link.Id}",
                new CreatedLinkBody(facts.Id, url, created.Token, StudyLinkQr.Svg(url), facts.StudyInstanceUids, facts.ExpiresAt, facts.HasPin));
        }
        catch (StudyLinkException refused)
        {
            return Results.Problem(
                refused.Message, statusCode: refused.Fault == StudyLinkFault.NoSuchStudy ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest, title: "No link created");
        }
    }

    private static async Task<IResult> ListAsync(HttpContext context, IStudyLinks links)
    {
        var wanted = context.Request.Query["StudyInstanceUID"].ToString();
        var list = await links.ListAsync(wanted.Length == 0 ? null : new Uid(wanted), context.RequestAborted);
        return Results.Ok(list.Select(LinkFacts.Of));
    }

    private static IResult NoLink() => Results.Problem("There is no link with this id.", statusCode: StatusCodes.Status404NotFound);
}

/// <summary>A wish for a link as JSON. Without <c>expiresAt</c> and <c>days</c> it lives 30 days.</summary>
internal sealed record NewLinkBody(IReadOnlyList<string>? StudyInstanceUids, DateTimeOffset? ExpiresAt, int? Days, string? Pin, string? Note);

/// <summary>The only answer that holds the token.</summary>
internal sealed record CreatedLinkBody(
    string Id, string Url, string Token, string QrSvg, IReadOnlyList<string> StudyInstanceUids, DateTimeOffset ExpiresAt, bool HasPin);

/// <summary>Names the link whose QR image is wanted.</summary>
internal sealed record TokenBody(string Token);

/// <summary>A link as JSON.</summary>
internal sealed record LinkFacts(
    string Id, IReadOnlyList<string> StudyInstanceUids, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, bool HasPin,
    DateTimeOffset? RevokedAt, string? Note, int Openings)
{
    public static LinkFacts Of(StudyLink link) => new(
        link.Id, [.. link.StudyInstanceUids.Select(uid => uid.Value)], link.CreatedBy, link.CreatedAt, link.ExpiresAt, link.HasPin, link.RevokedAt, link.Note, link.Openings);
}
