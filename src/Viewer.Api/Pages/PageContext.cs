using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Resources;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.Pages;

/// <summary>What every component may ask: the texts in the reader's language, who the reader is, where the page is.</summary>
public sealed class PageContext(IHttpContextAccessor accessor, ViewerOptions options, PageAssets assets)
{
    private static readonly string[] Kept = ["q", "from", "to", "modality", "page", "window", "return", "facility", "state", "worst", "check", "file", "line"];

    private Texts? _texts;

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("Pages are rendered within a request.");

    public Texts T => _texts ??= Texts.In(LanguageChoice.Of(Http));

    /// <summary>The person who signed in; null on open pages and behind links.</summary>
    public AccessGrant.User? User => Http.Features.Get<AccessGrant>() as AccessGrant.User;

    /// <summary>Name of the person who signed in, reviewers included.</summary>
    public string? UserName => Http.Features.Get<AccessGrant>() is AccessGrant.User or AccessGrant.Reviewer ? Http.Features.Get<AccessGrant>()!.Actor : null;

    public bool IsReviewer => Http.Features.Get<AccessGrant>() is AccessGrant.Reviewer;

    public bool SignOutPossible => !options.NoAuth && UserName is not null;

    /// <summary>A messenger's robot or a prefetching browser asks, not a person.</summary>
    public bool IsPreview => Http.Request.IsPreview();

    public string Path => Http.Request.Path;

    public string? FacilityName => options.FacilityName;

    /// <summary>Address of a built script or style; null when the web part is not built.</summary>
    public string? Asset(string name) => assets.UrlOf(name);

    /// <summary>This page in the other language.</summary>
    public string LanguageUrl(string code)
    {
        // only what a page of ours understands: what strangers append to an address is not written into the page
        var query = Http.Request.Query.Where(pair => Kept.Contains(pair.Key)).SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value));
        // the answer to a form has no address of its own to go back to
        var path = HttpMethods.IsGet(Http.Request.Method) ? Http.Request.Path : new PathString("/");
        return path + QueryString.Create(query.Append(KeyValuePair.Create("lang", (string?)code)));
    }
}
