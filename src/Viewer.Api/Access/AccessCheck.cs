using ImagingGateway.Filmless.DeIdentification;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Viewer.Api.Links;
using ImagingGateway.Viewer.Api.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Viewer.Api.Access;

/// <summary>Runs between routing and endpoints: turns cookie, password or link token into the request's grant, or answers instead of the endpoint.</summary>
internal sealed class AccessCheck(RequestDelegate next, UserGrants users, IStudyLinks links, MaskedStudies masked, LinkWatch watch, FailureLimit failures, ILogger<AccessCheck> log)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint)
            return Refusals.NotFound(context).ExecuteAsync(context);
        if (endpoint.Metadata.GetMetadata<AccessRule>() is not { } rule)
        {
            AccessLog.EndpointWithoutRule(log, endpoint.DisplayName);
            return Refusals.NotFound(context).ExecuteAsync(context);
        }

        return rule.Level switch
        {
            AccessLevel.Anonymous => next(context),
            AccessLevel.Link => CheckLinkAsync(context, rule),
            _ => CheckUserAsync(context, rule),
        };
    }

    private async Task CheckUserAsync(HttpContext context, AccessRule rule)
    {
        var answer = await users.EstablishAsync(context, rule);
        if (answer is null)
            await next(context);
        else
            await answer.ExecuteAsync(context);
    }

    private async Task CheckLinkAsync(HttpContext context, AccessRule rule)
    {
        var token = context.Request.RouteValues["token"] as string ?? string.Empty;
        if (failures.IsExceeded(context.RemoteAddress()))
        {
            await Refusals.TooMany().ExecuteAsync(context);
            return;
        }

        var opening = await links.ResolveAsync(token, LinkCookie.Read(context), context.RemoteAddress(), context.RequestAborted);
        if (opening is not StudyLinkOpening.Open { Link: var kept })
        {
            if (opening is StudyLinkOpening.Unknown)
                failures.Count(context.RemoteAddress());
            await LinkAnswers.For(context, token, opening, rule.IsPage).ExecuteAsync(context);
            return;
        }

        var link = masked.Mask(kept);
        if (context.GetEndpoint()!.Metadata.GetMetadata<LinkRight>() is not { } right || link.Permission < right.Needs)
        {
            await LinkAnswers.NotPermitted(rule.IsPage).ExecuteAsync(context);
            return;
        }

        context.SetGrant(LinkWords.GrantOf(link, context));
        context.Features.Set(link);
        // a link that ends while an answer is under way takes the connection with it
        using (watch.CutWhenEnded(link.Id, context))
            await next(context);
    }
}
