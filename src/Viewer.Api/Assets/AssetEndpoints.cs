using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Images;
using ImagingGateway.Viewer.Api.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.Viewer.Api.Assets;

/// <summary>Serves the built web part. Its files hold no patient data; the viewer's page still asks people to sign in first.</summary>
internal static class AssetEndpoints
{
    // Scripts come from here and nowhere else; the viewer compiles its decoders (wasm) and starts workers from blobs.
    // Styles: its components set style attributes and insert style elements.
    private const string ViewerPolicy =
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data: blob:; connect-src 'self' data: blob:; font-src 'self' data:; object-src 'self' blob:; "
        + "frame-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    // A worker lives under the policy of its own script, not of the page. The decoders (compiled by Emscripten) make their call
    // bridges from text, so workers, which see no page, may evaluate; the page may not.
    private const string WorkerPolicy =
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'unsafe-eval'; worker-src 'self' blob:; connect-src 'self' data: blob:";

    // The light viewer's decoder needs no more than to compile its codec.
    private const string DecoderPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";

    private const string NotBuilt =
        "Trình xem ảnh chưa được cài đặt trên máy chủ này. Hãy báo bộ phận CNTT khởi động lại bằng ./run.\n"
        + "The image viewer is not built on this server. Ask your IT staff to start it with ./run again.\n";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Address of the packaged viewer with a study, below <paramref name="root"/> (empty, or a link's address).</summary>
    public static string ViewerUrlOf(string root, Uid study) => $"{root}/ohif/viewer?StudyInstanceUIDs={study}";

    /// <summary>Maps <c>/app/**</c> (scripts and styles of the pages) and <c>/ohif/**</c> (the packaged viewer).</summary>
    public static void MapWebAssets(this IEndpointRouteBuilder routes)
    {
        var assets = routes.ServiceProvider.GetRequiredService<WebAssets>();
        routes.MapMethods("/app/{**path}", Methods, context => PageFileAsync(context, assets)).IsAnonymous();
        routes.MapMethods("/ohif/files/{**path}", Methods, context => ViewerFileAsync(context, assets)).IsAnonymous();
        routes.MapMethods("/ohif/app-config.js", Methods, context => ViewerFileAsync(context, assets)).IsAnonymous();
        routes.MapMethods("/ohif/viewer/{**place}", Methods, context => ViewerAsync(context, assets)).NeedsUser(isPage: true);
        routes.MapMethods("/l/{token}/ohif/viewer/{**place}", Methods, context => ViewerAsync(context, assets)).NeedsLink(isPage: true).NeedsPermission(LinkPermission.ViewFull);
        routes.MapGet("/ohif/{**place}", () => Results.Redirect("/studies")).NeedsUser(isPage: true);
    }

    private static Task FileAsync(HttpContext context, WebAssets assets) => assets.Find(context.Request.Path.Value ?? "") is { } asset
        ? AssetResponse.SendAsync(context, asset)
        : Results.Problem("There is no such file.", statusCode: StatusCodes.Status404NotFound).ExecuteAsync(context);

    private static Task PageFileAsync(HttpContext context, WebAssets assets)
    {
        if (context.Request.Path.StartsWithSegments("/app", out var file) && file.Value!.StartsWith("/decoder.", StringComparison.Ordinal))
            context.Response.Headers.ContentSecurityPolicy = DecoderPolicy;
        return FileAsync(context, assets);
    }

    private static Task ViewerFileAsync(HttpContext context, WebAssets assets)
    {
        context.Response.Headers.ContentSecurityPolicy = WorkerPolicy;
        return FileAsync(context, assets);
    }

    // Every address below /ohif/viewer is a place inside the viewer; its script reads the rest, and below a link asks the link's own DICOMweb.
    private static Task ViewerAsync(HttpContext context, WebAssets assets)
    {
        if (assets.Find("/ohif/index.html") is not { } page)
            return Results.Text(NotBuilt, statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
        context.Response.Headers.ContentSecurityPolicy = ViewerPolicy;
        // the viewer's own name for the chosen language; its script must be able to read it
        context.Response.Cookies.Append("i18next", LanguageChoice.Of(context) == Language.En ? "en" : "vi", new CookieOptions
        {
            Path = $"{ImagePages.RootOf(context)}/ohif", SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, IsEssential = true,
        });
        return AssetResponse.SendAsync(context, page);
    }
}
