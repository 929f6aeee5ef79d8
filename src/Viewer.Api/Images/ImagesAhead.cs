using System.Threading.Channels;
using ImagingGateway.Filmless.DeIdentification;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Imaging.Rendering;
using ImagingGateway.Transcoding;
using ImagingGateway.Transcoding.WebFrames;
using ImagingGateway.Viewer.Api.Studies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Viewer.Api.Images;

/// <summary>
/// Makes what a link shows first before anybody waits for it: when the link is made, and while a PIN is typed. The contact sheets of its
/// series, and where frames are permitted the one that the viewer begins with. One link after the other, beside everything else.
/// </summary>
internal sealed partial class ImagesAhead(
    SheetStore sheets, StudyContents contents, MaskedStudies masked, InstanceLookup lookup, WebFrameSource frames, ILogger<ImagesAhead> log) : BackgroundService
{
    private const int MostWaiting = 100;
    private const int MostSeries = 8;

    private readonly Channel<StudyLink> _links = Channel.CreateBounded<StudyLink>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Takes note and returns at once. What is not made by then is made when it is asked for.</summary>
    public static void Want(HttpContext context, StudyLink link) => context.RequestServices.GetRequiredService<ImagesAhead>()._links.Writer.TryWrite(link);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var link in _links.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await PrepareAsync(masked.Mask(link), stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                NotPrepared(log, exception, link.Id); // the database or the objects cannot be reached just now, or a frame is broken
            }
        }
    }

    private async Task PrepareAsync(StudyLink link, CancellationToken cancellationToken)
    {
        var mediaType = FrameRenderer.CanWrite(RenderedMediaType.Webp) ? RenderedMediaType.Webp : RenderedMediaType.Jpeg;
        foreach (var study in link.StudyInstanceUids)
        {
            foreach (var series in (await contents.OfStudyAsync(study, cancellationToken)).Where(series => series.ImageCount > 0).Take(MostSeries))
            {
                await sheets.GetAsync(series, SheetPlan.Overview(series.ImageCount), series.BestWindow, mediaType, null);
                if (link.Permission >= LinkPermission.ViewFull && series.At(series.StartNumber) is var (instance, frame)
                    && await lookup.FindAsync(study, series.SeriesInstanceUid, instance.SopInstanceUid, cancellationToken) is { } found && frames.CanDerive(found))
                    await frames.PrepareAsync(found, frame, cancellationToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The first pictures of link {LinkId} were not made ahead; they are made when it is opened.")]
    private static partial void NotPrepared(ILogger log, Exception exception, string linkId);
}
