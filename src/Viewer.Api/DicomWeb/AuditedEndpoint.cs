using System.Data.Common;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.DeIdentification;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Viewer.Api.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Viewer.Api.DicomWeb;

/// <summary>
/// What every DICOMweb endpoint has around it: the path read, the scope of the grant enforced, failures translated once,
/// a connection cut when an answer breaks off, and one line in the audit trail however it ended.
/// </summary>
internal static class AuditedEndpoint
{
    public static RequestDelegate Of(AuditAction action, Func<DicomWebRequest, Task> handle) => async context =>
    {
        var grant = context.Grant();
        if (!DicomWebPath.TryRead(context, out var path, out var fault))
        {
            await DicomWebProblem.BadRequestAsync(context, fault);
            return;
        }

        var request = new DicomWebRequest(context, path, grant);
        var outcome = AuditOutcome.Aborted;
        try
        {
            // a study outside the grant does not exist: same answer, same words as for an unknown one
            if (path.Study is { } study && !grant.Covers(study))
                await request.NotFoundAsync();
            else
                await HandleAsync(request, handle);
            outcome = request.IsBrokenOff || context.RequestAborted.IsCancellationRequested ? AuditOutcome.Aborted
                : context.Response.StatusCode < 400 ? AuditOutcome.Success : AuditOutcome.Refused;
        }
        finally
        {
            await context.RequestServices.GetRequiredService<IAuditTrail>().AppendAsync(EventOf(request, action, outcome), CancellationToken.None);
        }
    };

    private static async Task HandleAsync(DicomWebRequest request, Func<DicomWebRequest, Task> handle)
    {
        var context = request.Context;
        try
        {
            await handle(request);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // the client went away; the audit line says so
        }
        catch (Exception exception) when (context.Response.HasStarted)
        {
            // architecture.md, "A frame as data": a failure after the first byte must not look like a whole answer
            DicomWebLog.AbortedAnswer(LoggerOf(context), exception, context.Request.Method, context.Request.Path);
            request.IsBrokenOff = true;
            context.Abort();
        }
        catch (UndecodableFrameException exception)
        {
            DicomWebLog.Undecodable(LoggerOf(context), request.Path.Instance?.Value ?? "-", exception.Message);
            await request.RefuseAsync(StatusCodes.Status406NotAcceptable,
                $"These pixels cannot be decoded here: {exception.Message} Ask for them as stored with transfer-syntax=*.");
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or MalformedDataSetException)
        {
            // stored although broken (deflated data that does not inflate, a header that ends early): nothing is refused at the door for that
            DicomWebLog.Undecodable(LoggerOf(context), request.Path.Instance?.Value ?? "-", exception.Message);
            await request.RefuseAsync(StatusCodes.Status406NotAcceptable,
                "The stored bytes are damaged and cannot be shown in this form. Retrieve the instance as stored with transfer-syntax=*, and ask for it to be sent again.");
        }
        catch (DamagedInstanceException)
        {
            await request.RefuseAsync(StatusCodes.Status500InternalServerError,
                "The stored bytes are not those that were received, so they are not given out. Tell the archive's administrator: 'imaging-gateway verify' names what is damaged, and the image must be sent again or restored.");
        }
        catch (FileNotFoundException exception)
        {
            DicomWebLog.MissingObject(LoggerOf(context), exception, request.Path.Instance?.Value ?? "-");
            await request.RefuseAsync(StatusCodes.Status410Gone, "The stored object is gone. Tell the archive's administrator; the health page lists missing objects.");
        }
        catch (BadHttpRequestException exception)
        {
            request.IsBrokenOff = exception.StatusCode == StatusCodes.Status400BadRequest;
            await request.RefuseAsync(exception.StatusCode, exception.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? "The request is larger than this gateway takes at once. Send fewer instances per request."
                : "The request broke off or is not valid HTTP. Send it again.");
        }
        catch (Exception exception) when (exception is DbException or IndexUnavailableException)
        {
            context.Response.Headers.RetryAfter = "5";
            await request.RefuseAsync(StatusCodes.Status503ServiceUnavailable, "The archive's index cannot be reached at this moment. Try again in a few seconds.");
        }
    }

    private static AuditEvent EventOf(DicomWebRequest request, AuditAction action, AuditOutcome outcome)
    {
        // through a link, pixels seen are "image viewed"; metadata stays a retrieval
        var isImageView = request.Grant.StudyLinkId is not null && (action == AuditAction.Render || (action == AuditAction.Retrieve && !request.IsMetadata));
        var recorded = isImageView ? AuditAction.LinkImageViewed : action;
        return new AuditEvent(
            request.Context.RequestServices.GetService<TimeProvider>()?.GetUtcNow() ?? TimeProvider.System.GetUtcNow(), recorded, request.Grant.Actor,
            request.Context.Connection.RemoteIpAddress?.ToString(), RealOf(request), request.Grant.StudyLinkId, outcome, request.AuditDetail)
        {
            Bytes = outcome == AuditOutcome.Success ? request.AuditTransfer?.Bytes ?? request.Response.ContentLength : null, Instances = request.AuditTransfer?.Instances,
        };
    }

    private static Uid? RealOf(DicomWebRequest request) =>
        request.AuditStudy is { } study && request.Grant.IsDeidentified ? request.Get<MaskedStudies>().RealOf(study) : request.AuditStudy;

    private static ILogger LoggerOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("ImagingGateway.Viewer.Api.DicomWeb");
}
