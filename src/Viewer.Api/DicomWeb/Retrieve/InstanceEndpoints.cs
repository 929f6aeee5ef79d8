using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.IO.Pipelines;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Viewer.Api.DicomWeb.Multipart;
using ImagingGateway.Viewer.Api.DicomWeb.Negotiation;

namespace ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

/// <summary>WADO-RS of whole studies, series and instances (PS3.18 10.4.1.1.1).</summary>
internal static class InstanceEndpoints
{
    private const string Offered =
        "multipart/related; type=\"application/dicom\" (transfer-syntax=* as stored, or Explicit VR Little Endian), application/dicom for one instance, application/zip.";

    /// <summary>So many instances are remembered between the pass that judges and the one that sends.</summary>
    private const int MostRemembered = 4096;

    public static async Task RetrieveAsync(DicomWebRequest request)
    {
        if (InstanceNegotiation.Choose(request.Accept, request.Path.Instance is not null) is not { } representation)
        {
            await request.NotAcceptableAsync(Offered);
            return;
        }

        // a first pass over the index alone, so that 404 and 406 come before the first byte
        var retrieve = request.Get<IInstanceRetrieve>();
        var syntaxes = new HashSet<Uid>();
        var remembered = new List<StoredInstance>();
        var (count, bytes) = (0, 0L);
        await foreach (var stored in retrieve.LocateAsync(request.Path.Scope, request.Aborted))
        {
            bytes += stored.Length;
            syntaxes.Add(stored.TransferSyntaxUid);
            if (count++ < MostRemembered)
                remembered.Add(stored);
        }

        if (count == 0)
        {
            await request.NotFoundAsync();
            return;
        }

        request.AuditDetail = AuditForms.Instances.With(count);
        request.AuditTransfer = (bytes, count);
        var transcoder = request.Get<InstanceTranscoder>();
        var plan = syntaxes.ToDictionary(syntax => syntax, syntax => request.Grant.IsDeidentified
            ? Rewritten(transcoder, syntax)
            : InstanceNegotiation.SyntaxFor(syntax, representation, request.Accept, transcoder.CanTranscode));
        if (plan.Values.Any(target => target is null))
        {
            await request.NotAcceptableAsync(Offered + " Not every instance here can be converted to the transfer syntax asked for.");
            return;
        }

        request.Response.Headers.Vary = "Accept";
        request.Response.Headers.CacheControl = "private, no-cache";
        await using var ahead = retrieve.InOrder(remembered);
        var isRemembered = count == remembered.Count;
        if (isRemembered && representation == InstanceRepresentation.Multipart && !request.Grant.IsDeidentified && plan.All(syntax => syntax.Key == syntax.Value))
        {
            await SendStoredMultipartAsync(request, ahead.Instances);
            return;
        }

        var bodies = BodiesAsync(request, isRemembered ? ahead.Instances.ToAsyncEnumerable() : retrieve.LocateAsync(request.Path.Scope, request.Aborted), plan);
        await (representation switch
        {
            InstanceRepresentation.Single => SendSingleAsync(request, bodies),
            InstanceRepresentation.Zip => SendZipAsync(request, bodies),
            _ => SendMultipartAsync(request, bodies),
        });
    }

    private static async IAsyncEnumerable<(StoredInstance Instance, IInstanceBody Body)> BodiesAsync(
        DicomWebRequest request, IAsyncEnumerable<StoredInstance> instances, Dictionary<Uid, Uid?> plan)
    {
        var transcoder = request.Get<InstanceTranscoder>();
        var mayFallBack = request.Accept.Any(range => range is { Quality: > 0, TransferSyntax: null });
        await foreach (var stored in instances)
        {
            // an instance that became visible after the first pass, in a syntax not seen there, goes as it is
            var target = plan.GetValueOrDefault(stored.TransferSyntaxUid) ?? stored.TransferSyntaxUid;
            IInstanceBody? body = null;
            if (request.Grant.IsDeidentified)
                body = await transcoder.WriteAnewAsync(stored, TransferSyntax.ExplicitVRLittleEndian, request.Aborted);
            else if (target != stored.TransferSyntaxUid)
                body = await TryTranscodeAsync(transcoder, stored, target, mayFallBack, request.Aborted);
            await using var sent = body ?? await transcoder.AsStoredAsync(stored, request.Aborted);
            yield return (stored, sent);
        }
    }

    /// <summary>What is de-identified is written anew, whatever was asked for.</summary>
    private static Uid? Rewritten(InstanceTranscoder transcoder, Uid syntax)
    {
        var plain = TransferSyntax.ExplicitVRLittleEndian;
        return syntax == plain.Uid || transcoder.CanTranscode(TransferSyntax.Of(syntax), plain) ? plain.Uid : null;
    }

    private static async Task<IInstanceBody?> TryTranscodeAsync(InstanceTranscoder transcoder, StoredInstance stored, Uid target, bool mayFallBack, CancellationToken cancellationToken)
    {
        try
        {
            return await transcoder.TranscodeAsync(stored, TransferSyntax.Of(target), cancellationToken);
        }
        catch (Exception exception) when (mayFallBack && exception is UndecodableFrameException or MalformedDataSetException or InvalidDataException or EndOfStreamException)
        {
            // one broken instance must not cost the client the rest of the study: it is sent as stored, and its part says so
            return null;
        }
    }

    /// <summary>As stored: the length of the whole answer is known before its first byte, so that a client can show how much is still to come.</summary>
    private static async Task SendStoredMultipartAsync(DicomWebRequest request, IReadOnlyList<StoredInstance> instances)
    {
        var boundary = new MultipartBoundary();
        var headers = instances.Select(stored => HeaderOf(request, boundary, stored, stored.TransferSyntaxUid)).ToList();
        var end = boundary.End();
        request.Response.ContentType = boundary.ContentType(InstanceNegotiation.Dicom);
        request.Response.ContentLength = headers.Sum(header => (long)header.Length) + instances.Sum(stored => stored.Length) + end.Length;
        if (request.IsHead)
            return;
        var (output, transcoder) = (request.Response.BodyWriter, request.Get<InstanceTranscoder>());
        for (var i = 0; i < instances.Count; i++)
        {
            output.Write(headers[i]);
            await using var body = await transcoder.AsStoredAsync(instances[i], request.Aborted);
            await body.WriteAsync(output, request.Aborted);
        }

        output.Write(end);
        await output.FlushToClientAsync(request.Aborted);
    }

    private static byte[] HeaderOf(DicomWebRequest request, MultipartBoundary boundary, StoredInstance stored, Uid syntax) => boundary.Header(
        $"{InstanceNegotiation.Dicom}; transfer-syntax={syntax.Value}",
        DicomWebAddress.Instance(request.Service, stored.StudyInstanceUid, stored.SeriesInstanceUid, stored.SopInstanceUid));

    private static async Task SendMultipartAsync(DicomWebRequest request, IAsyncEnumerable<(StoredInstance Instance, IInstanceBody Body)> bodies)
    {
        var boundary = new MultipartBoundary();
        request.Response.ContentType = boundary.ContentType(InstanceNegotiation.Dicom);
        if (request.IsHead)
            return;
        var output = request.Response.BodyWriter;
        await foreach (var (stored, body) in bodies)
        {
            output.Write(HeaderOf(request, boundary, stored, body.TransferSyntax));
            await body.WriteAsync(output, request.Aborted);
        }

        output.Write(boundary.End());
        await output.FlushToClientAsync(request.Aborted);
    }

    private static async Task SendSingleAsync(DicomWebRequest request, IAsyncEnumerable<(StoredInstance Instance, IInstanceBody Body)> bodies)
    {
        await foreach (var (stored, body) in bodies)
        {
            request.Response.ContentType = $"{InstanceNegotiation.Dicom}; transfer-syntax={body.TransferSyntax.Value}";
            request.Response.Headers.ContentDisposition = $"attachment; filename=\"{stored.SopInstanceUid.Value}.dcm\"";
            request.Response.ContentLength = body.Length;
            if (!request.IsHead)
                await body.WriteAsync(request.Response.BodyWriter, request.Aborted);
            return;
        }
    }

    private static async Task SendZipAsync(DicomWebRequest request, IAsyncEnumerable<(StoredInstance Instance, IInstanceBody Body)> bodies)
    {
        request.Response.ContentType = InstanceNegotiation.Zip;
        request.Response.Headers.ContentDisposition = $"attachment; filename=\"{(request.Path.Instance ?? request.Path.Series ?? request.Path.Study)!.Value}.zip\"";
        if (request.IsHead)
            return;
        var series = new Dictionary<Uid, int>();
        var number = 0;
        await using var response = new PipeWriterStream(request.Response.BodyWriter);
        await using var zip = await ZipArchive.CreateAsync(response, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, request.Aborted);
        await foreach (var (stored, body) in bodies)
        {
            // names a CD would have (PS3.10 8.2): counted, never taken from received values
            series.TryAdd(stored.SeriesInstanceUid, series.Count + 1);
            var entry = zip.CreateEntry(string.Create(CultureInfo.InvariantCulture, $"SE{series[stored.SeriesInstanceUid]:D6}/IM{++number:D6}.dcm"), CompressionLevel.Fastest);
            await using var file = await entry.OpenAsync(request.Aborted);
            var output = PipeWriter.Create(file, new StreamPipeWriterOptions(minimumBufferSize: 64 * 1024, leaveOpen: true));
            await body.WriteAsync(output, request.Aborted);
            await output.CompleteAsync();
        }
    }
}
