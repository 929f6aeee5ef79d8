using System.Buffers;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Rendering;
using ImagingGateway.Imaging.Rendering.Presentation;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Viewer.Api.DicomWeb.Multipart;
using ImagingGateway.Viewer.Api.DicomWeb.Negotiation;
using ImagingGateway.Viewer.Api.DicomWeb.Retrieve;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.DicomWeb.Render;

/// <summary>WADO-RS rendered resources and thumbnails (PS3.18 10.4.1.1.3, 10.4.1.1.6).</summary>
internal static class RenderEndpoints
{
    private const string Offered = "image/jpeg, image/png, image/webp.";
    private static readonly Viewport ThumbnailSize = new(256, 256);

    /// <summary>One image, or with multipart/related every image of a study or series (each with its first frame).</summary>
    public static async Task RenderedAsync(DicomWebRequest request)
    {
        if (request.Context.GetRouteValue("frames") is not null || !await VideoBody.TrySendRenderedAsync(request))
            await AnswerAsync(request, null);
    }

    /// <summary>Always one small image, never an error page in its place.</summary>
    public static Task ThumbnailAsync(DicomWebRequest request) => AnswerAsync(request, ThumbnailSize);

    private static async Task AnswerAsync(DicomWebRequest request, Viewport? preset)
    {
        var isThumbnail = preset is not null;
        var frames = FramesOf(request);
        if (frames is null)
        {
            await request.BadRequestAsync("The frame list in the address must be different numbers from 1, separated by commas, such as 1,2,5.");
            return;
        }

        var isMany = !isThumbnail && frames.Count > 1;
        if (RenderedNegotiation.Choose(request.Accept, isMany) is not { } representation || (isMany && !representation.IsMultipart))
        {
            await request.NotAcceptableAsync(Offered + (isMany ? " Several images come as multipart/related; type=\"image/jpeg\"." : string.Empty));
            return;
        }

        var (options, fault) = RenderParameters.Read(request.Context.Request.Query, representation.MediaType, preset);
        if (options is null)
        {
            await request.BadRequestAsync(fault!);
            return;
        }

        // PS3.18 8.3.5.1.1: text that is not burned in here is left out, and said so
        if (RenderParameters.Annotations(request.Context.Request.Query) is { Length: > 0 } annotations)
            request.Response.Headers.Warning = $"299 {request.Service} \"The following annotation values are not supported: {annotations}\"";
        options = options with { Watermark = request.Grant.WatermarkAt(request.Get<TimeProvider>().GetUtcNow()) };
        request.Response.Headers.Vary = "Accept";
        if (request.Path.Instance is null && representation.IsMultipart && !isThumbnail)
            await SendAllAsync(request, options);
        else
            await SendAsync(request, frames, options, representation.IsMultipart, isThumbnail);
    }

    /// <summary>The frames in the path; empty when it names none; null when the list is wrong.</summary>
    private static IReadOnlyList<int>? FramesOf(DicomWebRequest request) =>
        request.Context.GetRouteValue("frames") is string list ? DicomWebPath.ReadFrames(list) : [];

    private static async Task SendAsync(DicomWebRequest request, IReadOnlyList<int> frames, RenderOptions options, bool isMultipart, bool isThumbnail)
    {
        var (found, any) = await FindAsync(request);
        using var tag = new EntityTag();
        if (found is not null && frames.Count == 0 && PresentationState.IsOne(found.Stored.SopClassUid))
        {
            if (await PresentedImage.FindAsync(request, found) is not var (image, frame, state))
            {
                await request.RefuseAsync(406, "The image this presentation state is made for is not in this study here. Send it, then ask again.");
                return;
            }

            tag.Add(found.Stored.ObjectKey);
            (found, frames, options) = (image, [frame], options with { State = state });
        }

        if (found?.Frames is null || found.FrameCount == 0)
        {
            await (any ? request.RefuseAsync(406, "There is no image to render here. Retrieve the instances themselves instead.") : request.NotFoundAsync());
            return;
        }

        if (frames.Count == 0)
            frames = [isThumbnail ? (found.FrameCount + 1) / 2 : 1];
        if (frames.Any(number => number > found.FrameCount))
        {
            await request.NotFoundAsync();
            return;
        }

        request.AuditDetail = (isThumbnail ? AuditForms.Thumbnail : AuditForms.RenderedFrame).With(frames[0], found.Stored.SopInstanceUid);
        tag.Add(found.Stored.ObjectKey).Add(options.ToString()).Add(string.Join(',', frames)).Add(isMultipart ? "n" : "1").Add(FrameImages.Version);
        if (tag.IsKnownTo(request.Context))
            return;
        var images = request.Get<FrameImages>();
        RenderedImage first;
        try
        {
            first = await images.RenderAsync(found, frames[0], options, request.Aborted);
        }
        catch (ArgumentOutOfRangeException)
        {
            request.Response.Headers.Remove("ETag");
            await request.BadRequestAsync("The region in the parameter viewport lies outside the image. Its x and y count from 0 in pixels of the image.");
            return;
        }

        if (!isMultipart)
        {
            request.Response.ContentType = first.ContentType;
            request.Response.ContentLength = first.Bytes.Length;
            if (!request.IsHead)
                await request.Response.BodyWriter.WriteToClientAsync(first.Bytes, request.Aborted);
            return;
        }

        var boundary = new MultipartBoundary();
        request.Response.ContentType = boundary.ContentType(first.ContentType);
        foreach (var number in frames)
        {
            var image = number == frames[0] ? first : await images.RenderAsync(found, number, options, request.Aborted);
            await WritePartAsync(request, boundary, image);
        }

        await request.Response.BodyWriter.WriteToClientAsync(boundary.End(), request.Aborted);
    }

    private static async Task<(FoundInstance? Found, bool Any)> FindAsync(DicomWebRequest request)
    {
        var path = request.Path;
        var lookup = request.Get<InstanceLookup>();
        if (path.Instance is { } instance)
        {
            var found = await lookup.FindAsync(path.Study!.Value, path.Series!.Value, instance, request.Aborted);
            return (found, found is not null);
        }

        var (image, any) = await RepresentativeImage.FindAsync(request.Get<IInstanceRetrieve>(), path.Scope, request.Aborted);
        return (image is null ? null : await lookup.FindAsync(image.StudyInstanceUid, image.SeriesInstanceUid, image.SopInstanceUid, request.Aborted), any);
    }

    private static async Task SendAllAsync(DicomWebRequest request, RenderOptions options)
    {
        var boundary = new MultipartBoundary();
        var count = 0;
        await foreach (var stored in request.Get<IInstanceRetrieve>().LocateAsync(request.Path.Scope, request.Aborted))
        {
            if (stored.NumberOfFrames == 0
                || await request.Get<InstanceLookup>().FindAsync(stored.StudyInstanceUid, stored.SeriesInstanceUid, stored.SopInstanceUid, request.Aborted) is not { FrameCount: > 0 } found
                || await TryRenderAsync(request, found, options) is not { } image)
            {
                continue;
            }

            if (count++ == 0)
                request.Response.ContentType = boundary.ContentType(image.ContentType);
            await WritePartAsync(request, boundary, image);
        }

        request.AuditDetail = AuditForms.RenderedInstances.With(count);
        if (count == 0)
            await request.NotFoundAsync();
        else
            await request.Response.BodyWriter.WriteToClientAsync(boundary.End(), request.Aborted);
    }

    private static async Task<RenderedImage?> TryRenderAsync(DicomWebRequest request, FoundInstance found, RenderOptions options)
    {
        try
        {
            return await request.Get<FrameImages>().RenderAsync(found, 1, options, request.Aborted);
        }
        catch (Exception exception) when (exception is UndecodableFrameException or ArgumentOutOfRangeException)
        {
            // PS3.18 10.4.3.3: what cannot be rendered is left out of an answer about many
            return null;
        }
    }

    private static async Task WritePartAsync(DicomWebRequest request, MultipartBoundary boundary, RenderedImage image)
    {
        request.Response.BodyWriter.Write(boundary.Header(image.ContentType));
        await request.Response.BodyWriter.WriteToClientAsync(image.Bytes, request.Aborted);
    }
}
