using ImagingGateway.Storage.Audit;
using ImagingGateway.Viewer.Api.DicomWeb.Negotiation;

namespace ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

/// <summary>Videos as one stream, whatever the number of their frames (PS3.18 8.7.3.3): as bulk data and as rendered instances, never decoded.</summary>
internal static class VideoBody
{
    /// <summary>Sends the stream when the client wants it best, as the single body it is; false: nothing was sent.</summary>
    public static async Task<bool> TrySendAsync(DicomWebRequest request, FoundInstance found)
    {
        var video = BulkMediaTypes.VideoOf(found.Syntax.Uid);
        if (video is null || found.FrameCount == 0 || Wish(request) is not { AllowsSingle: true } wish || !wish.Covers(video))
            return false;
        var runs = found.Frames!.Frames.SelectMany(frame => frame).ToList();
        using var tag = new EntityTag();
        if (!tag.Add(found.Stored.ObjectKey).Add(video).IsKnownTo(request.Context))
            await SingleBody.SendAsync(request, found, runs, video);
        return true;
    }

    /// <summary>A rendered instance for a client that wants a video (PS3.18 8.7.4).</summary>
    public static async Task<bool> TrySendRenderedAsync(DicomWebRequest request)
    {
        if (request.Path.Instance is not { } instance || Wish(request) is not { } wish || !wish.MediaType.StartsWith("video/", StringComparison.Ordinal))
            return false;
        request.Response.Headers.Vary = "Accept";
        request.AuditDetail = AuditForms.Video.With(instance);
        return await request.Get<InstanceLookup>().FindAsync(request.Path.Study!.Value, request.Path.Series!.Value, instance, request.Aborted) is { } found
            && await TrySendAsync(request, found);
    }

    private static MediaRange? Wish(DicomWebRequest request) => request.Accept.FirstOrDefault(range => range.Quality > 0);
}
