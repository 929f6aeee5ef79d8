using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.DicomWeb.Render;
using ImagingGateway.Viewer.Api.DicomWeb.Retrieve;
using ImagingGateway.Viewer.Api.DicomWeb.Search;
using ImagingGateway.Viewer.Api.DicomWeb.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.Viewer.Api.DicomWeb;

/// <summary>
/// The DICOMweb service (PS3.18 section 10). The same endpoints may be mapped under several prefixes; each must stand behind
/// an access check that sets the request's grant.
/// </summary>
public static class DicomWebEndpoints
{
    private const string Study = "/studies/{study}";
    private const string Series = Study + "/series/{series}";
    private const string Instance = Series + "/instances/{instance}";

    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>What the endpoints need beside Storage and <see cref="ViewerOptions"/>.</summary>
    public static IServiceCollection AddDicomWeb(this IServiceCollection services)
    {
        services.AddTranscoding();
        services.AddSingleton<FrameImages>();
        return services;
    }

    /// <summary>Maps QIDO-RS, WADO-RS and STOW-RS under the prefix of <paramref name="endpoints"/>.</summary>
    public static IEndpointConventionBuilder MapDicomWeb(this IEndpointRouteBuilder endpoints)
    {
        var service = endpoints.MapGroup(string.Empty);

        // PS3.18 table 10.6.1-1
        service.MapRead("/studies", AuditAction.Query, LinkPermission.ViewFull, QidoEndpoints.SearchStudiesAsync);
        service.MapRead(Study + "/series", AuditAction.Query, LinkPermission.ViewFull, QidoEndpoints.SearchSeriesAsync);
        service.MapRead(Study + "/instances", AuditAction.Query, LinkPermission.ViewFull, QidoEndpoints.SearchInstancesAsync);
        service.MapRead(Series + "/instances", AuditAction.Query, LinkPermission.ViewFull, QidoEndpoints.SearchInstancesAsync);
        service.MapRead("/series", AuditAction.Query, LinkPermission.ViewFull, QidoEndpoints.SearchSeriesAsync);
        service.MapRead("/instances", AuditAction.Query, LinkPermission.ViewFull, QidoEndpoints.SearchInstancesAsync);

        // PS3.18 tables 10.4.1-1 to 10.4.1-6
        foreach (var level in new[] { Study, Series, Instance })
        {
            service.MapRead(level, AuditAction.Retrieve, LinkPermission.Download, InstanceEndpoints.RetrieveAsync);
            service.MapRead(level + "/metadata", AuditAction.Retrieve, LinkPermission.ViewFull, MetadataEndpoints.RetrieveAsync);
            service.MapRead(level + "/rendered", AuditAction.Render, LinkPermission.View, RenderEndpoints.RenderedAsync);
            service.MapRead(level + "/thumbnail", AuditAction.Render, LinkPermission.View, RenderEndpoints.ThumbnailAsync);
        }

        service.MapRead(Series + "/stack", AuditAction.Retrieve, LinkPermission.ViewFull, StackEndpoints.RetrieveAsync);
        service.MapRead(Instance + "/frames/{frames}", AuditAction.Retrieve, LinkPermission.ViewFull, FrameEndpoints.RetrieveFramesAsync);
        service.MapRead(Instance + "/frames/{frames}/rendered", AuditAction.Render, LinkPermission.View, RenderEndpoints.RenderedAsync);
        service.MapRead(Instance + "/frames/{frames}/thumbnail", AuditAction.Render, LinkPermission.View, RenderEndpoints.ThumbnailAsync);
        service.MapRead(Instance + "/bulkdata/{**path}", AuditAction.Retrieve, LinkPermission.ViewFull, BulkDataEndpoints.RetrieveAsync);

        // PS3.18 table 10.5.1-1; no link permits it
        service.MapOwn("/studies", [HttpMethods.Post], AuditAction.Store, StowEndpoints.StoreAsync);
        service.MapOwn(Study, [HttpMethods.Post], AuditAction.Store, StowEndpoints.StoreAsync);
        return service;
    }

    private static void MapRead(this RouteGroupBuilder service, string pattern, AuditAction action, LinkPermission needs, Func<DicomWebRequest, Task> handle) =>
        service.MapOwn(pattern, Read, action, async request =>
        {
            await request.AwaitSentAsync();
            await handle(request);
        }).NeedsPermission(needs);

    private static IEndpointConventionBuilder MapOwn(this RouteGroupBuilder service, string pattern, string[] methods, AuditAction action, Func<DicomWebRequest, Task> handle) =>
        service.MapMethods(pattern, methods, AuditedEndpoint.Of(action, handle)).WithMetadata(new DicomWebRoute(pattern.Count(letter => letter == '/')));
}
