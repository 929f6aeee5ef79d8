using System.Buffers;
using System.Data.Common;
using System.Text;
using ImagingGateway.Filmless.DeIdentification;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Codecs.HtJ2k;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Transcoding;
using ImagingGateway.Transcoding.WebFrames;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.DicomWeb.Retrieve;
using ImagingGateway.Viewer.Api.Studies;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.Images;

/// <summary>
/// What the light viewer's page brings along of the series it begins with: its description and the front of the first frame, so that the picture stands after one
/// round trip. Only what is small and ready soon; the viewer asks for the rest.
/// </summary>
internal sealed class FirstFront(IInstanceRetrieve retrieve, InstanceLookup lookup, WebFrameSource frames, IAuditTrail audit, MaskedStudies masked, TimeProvider clock)
{
    private const int MostFacts = 96 * 1024;
    private const int MostFront = 24 * 1024;

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(300);

    public async Task<FirstPart> OfAsync(HttpContext context, SeriesContents series, FrameReference first)
    {
        var scope = RetrieveScope.Series(series.StudyInstanceUid, series.SeriesInstanceUid);
        var facts = await StackFacts.OfAsync(retrieve, scope, context.RequestAborted);
        var json = new ArrayBufferWriter<byte>();
        facts.Write(json);
        var (front, prefixes) = await FrontAsync(series, first, context.RequestAborted);
        var grant = context.Grant();
        await audit.AppendAsync(
            new AuditEvent(
                clock.GetUtcNow(), grant.StudyLinkId is null ? AuditAction.Retrieve : AuditAction.LinkImageViewed, grant.Actor, context.RemoteAddress(), masked.RealOf(series.StudyInstanceUid),
                grant.StudyLinkId, AuditOutcome.Success, AuditForms.ViewerOpened.With(first.FrameNumber, first.Instance.SopInstanceUid)) { Bytes = front?.Length },
            CancellationToken.None);
        return new FirstPart(
            json.WrittenCount <= MostFacts ? Encoding.UTF8.GetString(json.WrittenSpan) : null, front is null ? null : Convert.ToBase64String(front),
            prefixes is { } lengths ? FormattableString.Invariant($"{lengths.Eighth},{lengths.Quarter},{lengths.Half},{lengths.Full}") : null);
    }

    private async Task<(byte[]? Front, PrefixLengths? Prefixes)> FrontAsync(SeriesContents series, FrameReference first, CancellationToken cancellationToken)
    {
        try
        {
            if (await lookup.FindAsync(series.StudyInstanceUid, series.SeriesInstanceUid, first.Instance.SopInstanceUid, cancellationToken) is not { } found || !frames.CanDerive(found))
                return default;
            await using var frame = await frames.OpenAsync(found, first.FrameNumber, cancellationToken).WaitAsync(Soon, cancellationToken);
            if (frame.Prefixes.Eighth > MostFront)
                return default;
            var front = new byte[frame.Prefixes.Eighth];
            frame.Codestream.Position = 0;
            await frame.Codestream.ReadExactlyAsync(front, cancellationToken);
            return (front, frame.Prefixes);
        }
        catch (Exception exception) when (exception is UndecodableFrameException or TimeoutException or IOException or InvalidDataException or DbException)
        {
            return default; // the viewer asks for it by itself, and tells what is wrong
        }
    }
}

/// <summary>Parts of the viewer's page, each null when the viewer shall ask for it.</summary>
/// <param name="Facts">JSON of <see cref="StackFacts"/>.</param>
/// <param name="Front">Base64.</param>
/// <param name="Lengths">As the header Prefix-Lengths.</param>
public sealed record FirstPart(string? Facts, string? Front, string? Lengths);
