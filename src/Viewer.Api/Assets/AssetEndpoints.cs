using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace ImagingGateway.Viewer.Api.Assets;

/// <summary>Serves the built web part: <c>/app/**</c> and <c>/ohif/**</c>. These files hold no patient data and need no sign-in.</summary>
public static class AssetEndpoints
{
    // Scripts come from here and nowhere else; the viewer compiles its decoders (wasm) and starts workers from blobs.
    // Styles: its components set style attributes and inject style elements.
    private const string ViewerPolicy =
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; " +
        "img-src 'self' data: blob:; connect-src 'self' data: blob:; font-src 'self' data:; object-src 'self' blob:; " +
        "frame-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

    private const string ViewerPage = "/ohif/index.html";

    /// <summary>Lists the files of <paramref name="directory"/> and makes <see cref="WebAssets"/> available to the pages.</summary>
    public static IServiceCollection AddWebAssets(this IServiceCollection services, string directory) =>
        services.AddSingleton(WebAssets.Open(directory));

    /// <summary>Maps <c>/app/**</c> and <c>/ohif/**</c>; needs <see cref="AddWebAssets"/>.</summary>
    public static IEndpointRouteBuilder MapWebAssets(this IEndpointRouteBuilder routes)
    {
        var assets = routes.ServiceProvider.GetRequiredService<WebAssets>();
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        routes.MapMethods("/app/{**path}", methods, context => ServeFileAsync(context, assets)).AllowAnonymous();
        routes.MapMethods("/ohif/{**path}", methods, context => ServeViewerAsync(context, assets)).AllowAnonymous();
        return routes;
    }

    private static Task ServeFileAsync(HttpContext context, WebAssets assets) =>
        assets.Find(context.Request.Path.Value ?? "") is { } asset ? AssetResponse.SendAsync(context, asset) : NotFound(context);

    private static Task ServeViewerAsync(HttpContext context, WebAssets assets)
    {
        var address = context.Request.Path.Value ?? "";
        if (address is "/ohif" or "/ohif/")
        {
            context.Response.Redirect("/"); // the list of studies is the gateway's own page
            return Task.CompletedTask;
        }

        if (assets.Find(address) is { Immutable: true } file)
            return AssetResponse.SendAsync(context, file);
        // An address without a file extension is a place inside the viewer, such as /ohif/viewer?StudyInstanceUIDs=…
        var found = assets.Find(Path.HasExtension(address) ? address : ViewerPage);
        if (found is null)
            return assets.IsBuilt ? NotFound(context) : NotBuilt(context);
        context.Response.Headers.ContentSecurityPolicy = ViewerPolicy;
        return AssetResponse.SendAsync(context, found);
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static Task NotBuilt(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers[HeaderNames.ContentType] = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(
            "Trình xem ảnh chưa được cài đặt trên máy chủ này. Hãy báo bộ phận CNTT chạy lại ./run.\n" +
            "The image viewer is not built on this server. Ask your IT staff to start it with ./run again.\n",
            context.RequestAborted);
    }
}
