using System.Text;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Images;
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
        group.MapGet("/{id}", async (string id, IStudyLinks links, TimeProvider clock, CancellationToken cancellationToken) =>
            await links.FindAsync(id, cancellationToken) is { } link ? Results.Ok(LinkFacts.Of(link, clock.GetUtcNow())) : NoLink());
        group.MapDelete("/{id}", async (HttpContext context, string id, IStudyLinks links) =>
            await links.RevokeAsync(id, context.Grant().Actor, context.RequestAborted) ? Results.NoContent() : NoLink());
        group.MapPost("/qr.png", (HttpContext context, TokenBody body, ViewerOptions options) =>
            Results.Bytes(StudyLinkQr.Png(options.UrlOf(context, Uri.EscapeDataString(body.Token))), "image/png"));
        group.MapPost("/qr.svg", (HttpContext context, TokenBody body, ViewerOptions options) =>
            Results.Text(StudyLinkQr.Svg(options.UrlOf(context, Uri.EscapeDataString(body.Token))), "image/svg+xml", Encoding.UTF8));
    }

    private static async Task<IResult> CreateAsync(HttpContext context, NewLinkBody body, IStudyLinks links, IStudyList studies, ViewerOptions options, TimeProvider clock)
    {
        var expires = body.ExpiresAt ?? clock.GetUtcNow().AddDays(Math.Clamp(body.Days ?? DefaultDays, 0, 10_000));
        try
        {
            if (await WishOfAsync(body, expires, context.Grant().Actor, studies, context.RequestAborted) is not { } wish)
                return UnknownWord();
            var created = await links.CreateAsync(wish, context.RequestAborted);
            ImagesAhead.Want(context, created.Link);
            var url = options.UrlOf(context, created.Token);
            var facts = LinkFacts.Of(created.Link, clock.GetUtcNow());
            return Results.Created(
                $"/api/study-links/{created.Link.Id}",
                new CreatedLinkBody(facts.Id, url, created.Token, created.Code, StudyLinkQr.Svg(url), facts.StudyInstanceUids, facts.ExpiresAt, facts.HasPin));
        }
        catch (StudyLinkException refused)
        {
            return Refused(refused);
        }
    }

    /// <returns>Null when a word is none of those known.</returns>
    public static async Task<NewStudyLink?> WishOfAsync(NewLinkBody body, DateTimeOffset expires, string actor, IStudyList studies, CancellationToken cancellationToken)
    {
        var uids = (body.StudyInstanceUids ?? []).Select(uid => new Uid(uid)).ToList();
        var kind = LinkWish.Choice<PinKind>(body.PinKind) ?? PinKind.Digits;
        var pin = body.Pin;
        // studies that are not there are refused when the link is made
        if (kind == PinKind.BirthYear && await ChosenStudies.FindAsync(studies, uids.Select(uid => uid.Value), cancellationToken) is { Chosen: { Count: > 0 } found })
            pin = LinkWish.BirthYearOf(found);
        var wish = new NewStudyLink(uids, expires, pin, actor, body.Note)
        {
            PinKind = kind,
            Audience = LinkWish.Choice<LinkAudience>(body.Audience) ?? LinkAudience.Patient, Basis = LinkWish.Choice<LinkBasis>(body.Basis) ?? (LinkBasis)(-1),
            Purpose = LinkWish.Choice<LinkPurpose>(body.Purpose), Permission = LinkWish.Choice<LinkPermission>(body.Permission), Recipient = body.Recipient,
            NotBefore = body.NotBefore, MaxOpenings = body.MaxOpenings, IsDeidentified = body.Deidentified ?? false, Dates = LinkWish.Choice<LinkDates>(body.Dates) ?? LinkDates.Removed,
        };
        var isKnown = (body.Audience is null || LinkWish.Choice<LinkAudience>(body.Audience) is not null)
            && (body.Purpose is null || wish.Purpose is not null) && (body.Permission is null || wish.Permission is not null)
            && (body.Dates is null || LinkWish.Choice<LinkDates>(body.Dates) is not null)
            && (body.PinKind is null || LinkWish.Choice<PinKind>(body.PinKind) is not null)
            && (body.Basis is null || Enum.IsDefined(wish.Basis));
        return isKnown ? wish : null;
    }

    private static async Task<IResult> ListAsync(HttpContext context, IStudyLinks links, TimeProvider clock)
    {
        var wanted = context.Request.Query["StudyInstanceUID"].ToString();
        var list = await links.ListAsync(wanted.Length == 0 ? null : new Uid(wanted), context.RequestAborted);
        return Results.Ok(list.Select(link => LinkFacts.Of(link, clock.GetUtcNow())));
    }

    public static IResult UnknownWord() => Results.Problem(
        "audience, purpose, basis, permission or dates is no word known here. See the operations guide for the list.", statusCode: StatusCodes.Status400BadRequest, title: "No link created");

    public static IResult Refused(StudyLinkException refused) => Results.Problem(
        refused.Message, statusCode: refused.Fault == StudyLinkFault.NoSuchStudy ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest, title: "No link created");

    private static IResult NoLink() => Results.Problem("There is no link with this id.", statusCode: StatusCodes.Status404NotFound);
}

/// <summary>A wish for a link as JSON. Without <c>expiresAt</c> and <c>days</c> it lives 30 days; <c>basis</c> must be told, the rest fits the audience.</summary>
internal sealed record NewLinkBody(
    IReadOnlyList<string>? StudyInstanceUids, DateTimeOffset? ExpiresAt, int? Days, string? Pin, string? Note, string? Basis, string? Audience = null,
    string? Recipient = null, string? Purpose = null, string? Permission = null, DateTimeOffset? NotBefore = null, int? MaxOpenings = null, bool? Deidentified = null, string? PinKind = null,
    string? Dates = null);

/// <summary>The only answer that holds the token.</summary>
internal sealed record CreatedLinkBody(
    string Id, string Url, string Token, string? Code, string QrSvg, IReadOnlyList<string> StudyInstanceUids, DateTimeOffset ExpiresAt, bool HasPin);

/// <summary>Names the link whose QR image is wanted.</summary>
internal sealed record TokenBody(string Token);

/// <summary>A link as JSON.</summary>
internal sealed record LinkFacts(
    string Id, IReadOnlyList<string> StudyInstanceUids, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, bool HasPin,
    DateTimeOffset? RevokedAt, string? Note, int Openings, string State, string Audience, string? Recipient, string Purpose, string Basis, string Permission,
    DateTimeOffset? NotBefore, int? MaxOpenings, bool Deidentified, string Dates, DateTimeOffset? LockedUntil, int Lockouts)
{
    public static LinkFacts Of(StudyLink link, DateTimeOffset now) => new(
        link.Id, [.. link.StudyInstanceUids.Select(uid => uid.Value)], link.CreatedBy, link.CreatedAt, link.ExpiresAt, link.HasPin, link.RevokedAt, link.Note, link.Openings,
        link.StateAt(now).ToString(), link.Audience.ToString(), link.Recipient, link.Purpose.ToString(), link.Basis.ToString(), link.Permission.ToString(),
        link.NotBefore, link.MaxOpenings, link.IsDeidentified, link.Dates.ToString(), link.LockedUntil, link.Lockouts);
}
