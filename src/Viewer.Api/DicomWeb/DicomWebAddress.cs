using ImagingGateway.Dicom.Values;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.Viewer.Api.DicomWeb;

/// <summary>
/// The address of the service as this client reaches it. The same endpoints stand under several prefixes (<c>/dicom-web</c>,
/// and one per study link), so URLs in answers keep to the prefix of the request.
/// </summary>
internal static class DicomWebAddress
{
    /// <summary>Such as <c>https://pacs.example/dicom-web</c>, without a slash at the end.</summary>
    public static string Of(HttpContext context)
    {
        var request = context.Request;
        var publicUrl = context.RequestServices.GetRequiredService<ViewerOptions>().PublicUrl?.TrimEnd('/');
        var origin = publicUrl is { Length: > 0 } ? publicUrl : $"{request.Scheme}://{request.Host.ToUriComponent()}";
        var pathBase = request.PathBase.ToUriComponent();

        // a public URL that already names the path base (a proxy that keeps the path) must not name it twice
        if (publicUrl is { Length: > 0 } && pathBase.Length > 0 && publicUrl.EndsWith(pathBase, StringComparison.Ordinal))
            pathBase = string.Empty;
        return origin + pathBase + Prefix(context);
    }

    /// <summary>The path is one of the service, under whichever prefix.</summary>
    public static bool IsWithin(PathString path) => path.Value?.Contains("/dicom-web/", StringComparison.Ordinal) == true;

    public static string Study(string service, Uid study) => $"{service}/studies/{study.Value}";

    public static string Series(string service, Uid study, Uid series) => $"{service}/studies/{study.Value}/series/{series.Value}";

    public static string Instance(string service, Uid study, Uid series, Uid instance) =>
        $"{service}/studies/{study.Value}/series/{series.Value}/instances/{instance.Value}";

    private static string Prefix(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<DicomWebRoute>() is not { } route)
            throw new InvalidOperationException("This endpoint was not mapped by MapDicomWeb.");
        var keep = endpoint.RoutePattern.PathSegments.Count - route.OwnSegments;
        var path = context.Request.Path.ToUriComponent();
        var end = 0;
        for (; keep > 0; keep--)
        {
            end = path.IndexOf('/', end + 1);
            if (end < 0)
                return path;
        }

        return path[..end];
    }
}
