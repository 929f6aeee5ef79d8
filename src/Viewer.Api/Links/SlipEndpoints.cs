using ImagingGateway.Filmless.Slip;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Imaging.Drawing;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Images;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Pages.Components;
using ImagingGateway.Viewer.Api.Resources;
using ImagingGateway.Viewer.Api.Studies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.Links;

/// <summary>Slips as PDF: of a new link in one step, or of one that was just created, whose token only its creator still has.</summary>
internal static class SlipEndpoints
{
    private const int DefaultDays = 90;

    public static void MapSlips(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/studies/{study}/slip", NewAsync).NeedsUser(isPage: true);
        endpoints.MapForm("/studies/{study}/slip", CreateAsync).NeedsUser(isPage: true);
        endpoints.MapForm("/slips", OfLinkAsync).NeedsUser(isPage: true);
        endpoints.MapPost("/api/slips", CreateByProgramAsync).NeedsUser();
    }

    private static async Task<IResult> NewAsync(string study, IStudyList studies, CancellationToken cancellationToken) =>
        await studies.FindAsync(study, cancellationToken) is { } found
            ? new RazorComponentResult<SlipPage>(new { Study = found })
            : MessagePage.Show(StatusCodes.Status404NotFound, "NoStudy");

    private static async Task<IResult> CreateAsync(
        HttpContext context, string study, IStudyList studies, IStudyLinks links, Slips slips, ViewerOptions options, TimeProvider clock)
    {
        if (await studies.FindAsync(study, context.RequestAborted) is not { } found)
            return MessagePage.Show(StatusCodes.Status404NotFound, "NoStudy");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        try
        {
            var wish = LinkWish.Of(form, [found], context.Grant().Actor, clock.GetUtcNow()) with { Audience = LinkAudience.Patient, Basis = LinkBasis.PatientRequest };
            var created = await links.CreateAsync(wish, context.RequestAborted);
            // a PIN does not stand on the slip: it must be shown, so the page with the link comes first
            return created.Link.PinKind == PinKind.BirthYear
                ? await AnswerAsync(context, slips, options, created.Link, created.Token, created.Code, PaperOf(form.Text("paper")), isPage: true)
                : await LinkPages.CreatedAsync(context, [found], created, wish.Pin, options);
        }
        catch (StudyLinkException refused)
        {
            return new RazorComponentResult<SlipPage>(new { Study = found, refused.Fault }) { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    private static async Task<IResult> OfLinkAsync(HttpContext context, IStudyLinks links, Slips slips, ViewerOptions options)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (await links.FindByTokenAsync(form.Text("token"), context.RequestAborted) is not { } link)
            return MessagePage.Show(StatusCodes.Status404NotFound, "NoLink");
        return await AnswerAsync(context, slips, options, link, form.Text("token"), ShortCode.Parse(form.Text("code")), PaperOf(form.Text("paper")), isPage: true);
    }

    private static async Task<IResult> CreateByProgramAsync(HttpContext context, NewLinkBody body, IStudyList studies, IStudyLinks links, Slips slips, ViewerOptions options, TimeProvider clock)
    {
        var expires = body.ExpiresAt ?? clock.GetUtcNow().AddDays(Math.Clamp(body.Days ?? DefaultDays, 0, 10_000));
        try
        {
            if (await LinkApi.WishOfAsync(body, expires, context.Grant().Actor, studies, context.RequestAborted) is not { } wish)
                return LinkApi.UnknownWord();
            var created = await links.CreateAsync(wish, context.RequestAborted);
            context.Response.Headers["Study-Link-Id"] = created.Link.Id;
            return await AnswerAsync(context, slips, options, created.Link, created.Token, created.Code, PaperOf(context.Request.Query["paper"]), isPage: false);
        }
        catch (StudyLinkException refused)
        {
            return LinkApi.Refused(refused);
        }
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext context, Slips slips, ViewerOptions options, StudyLink link, string token, string? code, PaperSize paper, bool isPage)
    {
        ImagesAhead.Want(context, link);
        var wish = new SlipWish(options.BaseUrlOf(context), LanguageChoice.Of(context), paper, context.Grant().Actor, context.RemoteAddress());
        try
        {
            return await slips.WriteAsync(link, token, code, wish, context.RequestAborted) is { } pdf
                ? Results.File(pdf, Slips.ContentType)
                : isPage ? MessagePage.Show(StatusCodes.Status404NotFound, "NoStudy") : Results.NotFound();
        }
        catch (DrawingUnavailableException missing)
        {
            return isPage
                ? MessagePage.Show(StatusCodes.Status503ServiceUnavailable, "NoSlip", missing.Message)
                : Results.Problem(missing.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static PaperSize PaperOf(string? text) => LinkWish.Choice<PaperSize>(text) ?? PaperSize.A5;
}
