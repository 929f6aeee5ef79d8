using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Filmless.Evidence.Signing;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Pages.Components;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.Evidence;

/// <summary>Evidence of a study: its versions, frozen manifests, and the hospital's public keys.</summary>
internal static class EvidencePages
{
    public static void MapEvidence(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/.well-known/jwks.json", (HospitalKeys keys) => Results.Json(keys.All(), contentType: "application/jwk-set+json")).IsAnonymous();
        endpoints.MapGet("/studies/{study}/evidence", ShowAsync).NeedsUser(isPage: true);
        endpoints.MapForm("/studies/{study}/evidence/freeze", FreezeAsync).NeedsUser(isPage: true);
        endpoints.MapPost("/api/studies/{study}/manifests", FreezeByApiAsync).NeedsUser();
        endpoints.MapGet("/api/studies/{study}/manifests", ListAsync).NeedsUser();
        endpoints.MapGet("/studies/{study}/manifest.json", async (HttpContext context, string study, IStudyManifests manifests, IAuditTrail audit, TimeProvider clock) =>
            await DownloadAsync(context, new Uid(study), await manifests.MakeAsync(new Uid(study), context.RequestAborted), "", audit, clock)).NeedsUser();
        endpoints.MapGet("/studies/{study}/manifests/{number:int}.json", async (HttpContext context, string study, int number, IStudyManifests manifests, IAuditTrail audit, TimeProvider clock) =>
            await DownloadAsync(context, new Uid(study), (await manifests.FindAsync(new Uid(study), number, context.RequestAborted))?.Signature, $"-{number}", audit, clock)).NeedsUser();
    }

    private static async Task<IResult> ShowAsync(HttpContext context, string study, IStudyList studies, IStudyManifests manifests, IStudyEvidence evidence)
    {
        var uid = new Uid(study);
        if (!uid.IsAcceptable || !context.Grant().Covers(uid) || await studies.FindAsync(uid, context.RequestAborted) is not { } summary
            || await evidence.FactsOfAsync(uid, context.RequestAborted) is not { } facts)
            return MessagePage.Show(StatusCodes.Status404NotFound, "NotFound");
        var frozen = await manifests.FrozenAsync(uid, context.RequestAborted);
        var changes = new List<(FrozenManifest Frozen, StudyChange Change)>();
        foreach (var one in frozen.Reverse())
            changes.Add((one, await manifests.ChangeSinceAsync(one, context.RequestAborted)));
        return new RazorComponentResult<EvidencePage>(new
        {
            Study = summary, Facts = facts, Frozen = changes, Versions = await manifests.VersionsAsync(uid, context.RequestAborted),
            Shared = await evidence.SharedPixelsAsync([uid], context.RequestAborted), Overlaps = await evidence.OverlapsAsync([uid], context.RequestAborted),
        });
    }

    private static async Task<IResult> FreezeAsync(HttpContext context, string study, IStudyManifests manifests)
    {
        var (uid, reason) = (new Uid(study), (await context.Request.ReadFormAsync(context.RequestAborted)).Text("reason"));
        if (!uid.IsAcceptable || !context.Grant().Covers(uid) || await manifests.FreezeAsync(uid, reason, context.Grant().Actor, context.RequestAborted) is null)
            return MessagePage.Show(StatusCodes.Status404NotFound, "NotFound");
        return Results.LocalRedirect($"/studies/{uid}/evidence");
    }

    private static async Task<IResult> FreezeByApiAsync(HttpContext context, string study, FreezeWish wish, IStudyManifests manifests)
    {
        var uid = new Uid(study);
        if (string.IsNullOrWhiteSpace(wish.Reason))
            return Results.Problem("Say why in 'reason', such as the claim's key MA_LK.", statusCode: StatusCodes.Status400BadRequest);
        return uid.IsAcceptable && context.Grant().Covers(uid) && await manifests.FreezeAsync(uid, wish.Reason, context.Grant().Actor, context.RequestAborted) is { } frozen
            ? Results.Created($"/studies/{uid}/manifests/{frozen.Number}.json", FrozenAnswer.Of(frozen))
            : Unknown();
    }

    private static async Task<IResult> ListAsync(HttpContext context, string study, IStudyManifests manifests) =>
        context.Grant().Covers(new Uid(study)) ? Results.Ok((await manifests.FrozenAsync(new Uid(study), context.RequestAborted)).Select(FrozenAnswer.Of)) : Unknown();

    private static async Task<IResult> DownloadAsync(HttpContext context, Uid study, JsonWebSignature? manifest, string suffix, IAuditTrail audit, TimeProvider clock)
    {
        if (manifest is null || !context.Grant().Covers(study))
            return Unknown();
        await audit.AppendAsync(
            new AuditEvent(clock.GetUtcNow(), AuditAction.Export, context.Grant().Actor, context.RemoteAddress(), study, context.Grant().StudyLinkId, AuditOutcome.Success, AuditForms.ManifestTaken.With()),
            context.RequestAborted);
        return Results.File(manifest.ToJson(), "application/json", $"manifest-{study}{suffix}.json");
    }

    private static IResult Unknown() => Results.Problem("There is no such study or manifest.", statusCode: StatusCodes.Status404NotFound);
}
