using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using ImagingGateway.Dicom.Json;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Viewer.Api.DicomWeb.Multipart;
using ImagingGateway.Viewer.Api.DicomWeb.Negotiation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Viewer.Api.DicomWeb.Store;

/// <summary>STOW-RS (PS3.18 10.5): Part 10 files in, through the same door as C-STORE.</summary>
internal static class StowEndpoints
{
    private const string Unsupported =
        "Send multipart/related; type=\"application/dicom\"; boundary=… with DICOM files as parts, or one file as application/dicom.";

    /// <summary>How long an answer waits for what is already durable to become visible, for clients that look at once. Where it would wait for a pack, they wait (decision 0098).</summary>
    private static readonly TimeSpan VisibilityWait = TimeSpan.FromSeconds(1);

    public static async Task StoreAsync(DicomWebRequest request)
    {
        if (!request.Grant.MayStore)
        {
            await request.RefuseAsync(StatusCodes.Status403Forbidden, "This access may look at images but not send any. Sign in with an account that may.");
            return;
        }

        var http = request.Context.Request;
        var (mediaType, parameters) = MediaTypeText.Parse(http.ContentType ?? string.Empty);
        var limit = request.Get<ViewerOptions>().MaxStoreBytes;
        if (http.ContentLength > limit)
        {
            await request.RefuseAsync(StatusCodes.Status413PayloadTooLarge,
                string.Create(CultureInfo.InvariantCulture, $"The request is larger than the {limit} bytes this gateway takes at once. Send fewer instances per request."));
            return;
        }

        if (request.Context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } sizeLimit)
            sizeLimit.MaxRequestBodySize = null; // BoundedBody counts instead
        var body = new BoundedBody(http.BodyReader, limit);
        switch (mediaType)
        {
            case InstanceNegotiation.Dicom:
                await StoreOneAsync(request, body);
                break;
            case "multipart/related" when TypeOf(parameters) is not (null or InstanceNegotiation.Dicom):
                await request.RefuseAsync(StatusCodes.Status415UnsupportedMediaType, "Metadata with separate bulk data is not taken here. " + Unsupported);
                break;
            case "multipart/related" when !parameters.TryGetValue("boundary", out var boundary) || boundary.Length is 0 or > 200:
                await request.BadRequestAsync("Content-Type has no usable boundary parameter. " + Unsupported);
                break;
            case "multipart/related":
                await StorePartsAsync(request, new MultipartBodyReader(body, parameters["boundary"]));
                break;
            default:
                await request.RefuseAsync(StatusCodes.Status415UnsupportedMediaType, Unsupported);
                break;
        }
    }

    private static string? TypeOf(Dictionary<string, string> parameters) =>
        parameters.TryGetValue("type", out var type) && type.Length > 0 ? MediaTypeText.Parse(type).MediaType : null;

    private static async Task StoreOneAsync(DicomWebRequest request, PipeReader body)
    {
        var result = new StoreResult();
        Add(request, result, await await ReceiveAsync(request, body));
        await AnswerAsync(request, result);
    }

    private static async Task StorePartsAsync(DicomWebRequest request, MultipartBodyReader parts)
    {
        var result = new StoreResult();
        var count = 0;
        var unsupported = 0;
        await using var outcomes = new PendingOutcomes(outcome => Add(request, result, outcome));
        try
        {
            while (await parts.ReadPartAsync(request.Aborted) is { } part)
            {
                count++;
                if (part.Headers.TryGetValue("Content-Type", out var type) && MediaTypeText.Parse(type).MediaType is not (InstanceNegotiation.Dicom or "application/octet-stream"))
                {
                    unsupported++;
                    await outcomes.SettleAsync();
                    result.AddFailure(null, null, StoreResult.ProcessingFailure, "A part is of another type than application/dicom.");
                }
                else
                {
                    await outcomes.AddAsync(await ReceiveAsync(request, part.Content));
                }
            }

            await outcomes.SettleAsync();
        }
        catch (Exception exception) when (exception is MalformedMultipartException or BadHttpRequestException && !request.Aborted.IsCancellationRequested)
        {
            // what was stored before the fault stays stored, and the answer must say so
            await outcomes.SettleAsync();
            if (result.StoredCount == 0 && exception is MalformedMultipartException)
            {
                await request.BadRequestAsync(exception.Message);
                return;
            }

            if (result.StoredCount == 0)
                throw;
            result.AddFailure(null, null, StoreResult.ProcessingFailure, exception is MalformedMultipartException ? exception.Message : "The request broke off or is too large.");
        }

        if (count == 0)
            await request.BadRequestAsync("The body has no parts. " + Unsupported);
        else if (unsupported == count)
            await request.RefuseAsync(StatusCodes.Status415UnsupportedMediaType, Unsupported);
        else
            await AnswerAsync(request, result);
    }

    private static Task<Task<IngestOutcome>> ReceiveAsync(DicomWebRequest request, PipeReader content)
    {
        var source = new InstanceSource(IngestOrigin.StowRs, null, null, request.Context.Connection.RemoteIpAddress?.ToString(), request.Grant.Actor);
        var incoming = new IncomingInstance.Part10File(source) { StudyInstanceUid = request.Path.Study };
        return request.Get<IInstanceIngest>().ReceiveAsync(incoming, content, request.Aborted);
    }

    private static void Add(DicomWebRequest request, StoreResult result, IngestOutcome outcome)
    {
        result.Add(outcome);
        if (outcome is not IngestOutcome.Refused refused)
            return;
        var log = request.Get<ILoggerFactory>().CreateLogger("ImagingGateway.Viewer.Api.DicomWeb");
        DicomWebLog.StoreRefused(log, result.StoredCount + result.FailedCount, refused.Text);
    }

    private static async Task AnswerAsync(DicomWebRequest request, StoreResult result)
    {
        request.AuditStudy ??= result.FirstStudy;
        request.AuditDetail = AuditForms.WebStore.With(result.StoredCount, result.FailedCount);
        if (result.StoredCount > 0 && !request.Get<UnpublishedStudies>().ReadersWait)
            await WaitUntilVisibleAsync(request);

        request.Response.StatusCode = result.StatusCode;
        request.Response.Headers.CacheControl = "no-store";
        if (result.StatusCode == StatusCodes.Status503ServiceUnavailable)
            request.Response.Headers.RetryAfter = "60";

        // the response module has no place for words; RFC 7234 5.5 code 299 does
        if (result.FirstRefusal is { } text)
            request.Response.Headers.Append("Warning", $"299 {request.Service} \"{Ascii(text)}\"");
        await using var body = ModelBody.Open(request.Context);
        await using var json = new Utf8JsonWriter(body.Output, ModelBody.WriterOptions);
        DicomJson.Write(json, result.ToDataSet(request.Service));
        json.Flush();
        await body.CompleteAsync();
    }

    private static async Task WaitUntilVisibleAsync(DicomWebRequest request)
    {
        try
        {
            await request.Get<IInstanceIngest>().WhenPublishedAsync(request.Aborted).WaitAsync(VisibilityWait, request.Get<TimeProvider>(), request.Aborted);
        }
        catch (TimeoutException)
        {
            // durable but not yet visible: that is success all the same (architecture.md, "Acknowledged means durable")
        }
    }

    private static string Ascii(string text) => string.Concat(text.Where(letter => letter is >= ' ' and <= '~' and not '"' and not '\\'));
}
