using System.Buffers;
using System.Globalization;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Transcoding.WebFrames;
using ImagingGateway.Viewer.Api.DicomWeb.Multipart;
using ImagingGateway.Viewer.Api.DicomWeb.Negotiation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

/// <summary>WADO-RS frames (PS3.18 10.4.1.1.4). The hot path: nothing is parsed, bytes go from the object into the socket.</summary>
internal static class FrameEndpoints
{
    public const string Offered =
        "multipart/related; type=\"application/octet-stream\"; transfer-syntax=* (as stored), without transfer-syntax (decoded), or image/jphc, image/jp2, image/jls, image/dicom-rle (coded anew); for pictures append /rendered.";

    public static async Task RetrieveFramesAsync(DicomWebRequest request)
    {
        if (DicomWebPath.ReadFrames((string)request.Context.GetRouteValue("frames")!) is not { } numbers)
        {
            await request.BadRequestAsync("The frame list in the address must be different numbers from 1, separated by commas, such as 1,2,5.");
            return;
        }

        var path = request.Path;
        var found = await request.Get<InstanceLookup>().FindAsync(path.Study!.Value, path.Series!.Value, path.Instance!.Value, request.Aborted);
        if (found?.Frames is null || numbers.Any(number => number > found.FrameCount))
        {
            await request.NotFoundAsync();
            return;
        }

        request.AuditDetail = numbers.Count == 1 ? AuditForms.Frame.With(numbers[0], path.Instance) : AuditForms.Frames.With(numbers.Count, path.Instance);
        request.AuditTransfer = (numbers.Sum(number => found.Frames.Frames[number - 1].Sum(run => run.Length)), 1);
        await SendAsync(request, found, numbers);
    }

    /// <summary>Sends frames in the representation the client wants; 406 when there is none.</summary>
    public static async Task SendAsync(DicomWebRequest request, FoundInstance found, IReadOnlyList<int> numbers)
    {
        var chosen = FrameNegotiation.Choose(
            request.Accept, found.Syntax, numbers.Count == 1, target => request.Get<InstanceTranscoder>().CanTranscode(found.Syntax, target));
        if (chosen is null)
        {
            await request.NotAcceptableAsync(Offered);
            return;
        }

        // PS3.5 8.1.1: packed 1-bit frames that begin inside a byte must be shifted to stand alone
        if (!chosen.IsEncoded && !found.Frames!.IsEncapsulated && numbers.Any(number => found.Frames.FirstBit(number - 1) != 0))
            chosen = chosen with { IsDecoded = true };
        request.Response.Headers.Vary = "Accept";
        using var tag = new EntityTag();
        tag.Add(found.Stored.ObjectKey).Add(chosen.ToString()).Add(string.Join(',', numbers));
        if (tag.IsKnownTo(request.Context))
            return;
        try
        {
            if (IsForWeb(request, found, chosen))
                await SendForWebAsync(request, found, numbers, chosen);
            else if (chosen.IsDecoded || chosen.IsEncoded)
                await SendMadeAsync(request, found, numbers, chosen);
            else if (chosen.IsMultipart)
                await SendStoredAsync(request, found, numbers, chosen);
            else
                await SingleBody.SendAsync(request, found, found.Frames!.Frames[numbers[0] - 1], chosen.ContentType);
        }
        catch (FileNotFoundException)
        {
            request.Get<InstanceLookup>().Forget(found);
            throw;
        }
    }

    /// <summary>HTJ2K in resolution order comes from the cache, with its prefixes; also what was stored in it, when one frame alone is asked for.</summary>
    private static bool IsForWeb(DicomWebRequest request, FoundInstance found, FrameRepresentation chosen) =>
        chosen.TransferSyntax == WebFrameSource.Syntax.Uid && (chosen.IsEncoded || (!chosen.IsMultipart && request.Get<WebFrameSource>().CanDerive(found)));

    private static async Task SendForWebAsync(DicomWebRequest request, FoundInstance found, IReadOnlyList<int> numbers, FrameRepresentation chosen)
    {
        var frames = request.Get<WebFrameSource>();
        await using var first = await frames.OpenAsync(found, numbers[0], request.Aborted);
        if (!chosen.IsMultipart)
        {
            var prefixes = first.Prefixes;
            request.Response.Headers["Prefix-Lengths"] = string.Create(CultureInfo.InvariantCulture, $"{prefixes.Eighth},{prefixes.Quarter},{prefixes.Half},{prefixes.Full}");
            await SingleBody.SendAsync(request, first.Codestream, prefixes.Full, chosen.ContentType);
            return;
        }

        var boundary = new MultipartBoundary();
        request.Response.ContentType = boundary.ContentType(chosen.MediaType, chosen.TransferSyntax.Value);
        if (request.IsHead)
            return;
        var output = request.Response.BodyWriter;
        foreach (var number in numbers)
        {
            await using var frame = number == numbers[0] ? first : await frames.OpenAsync(found, number, request.Aborted);
            output.Write(boundary.Header(chosen.ContentType));
            await output.CopyFromAsync(frame.Codestream, frame.Prefixes.Full, request.Aborted);
        }

        output.Write(boundary.End());
        await output.FlushToClientAsync(request.Aborted);
    }

    private static async Task SendStoredAsync(DicomWebRequest request, FoundInstance found, IReadOnlyList<int> numbers, FrameRepresentation chosen)
    {
        var boundary = new MultipartBoundary();
        request.Response.ContentType = boundary.ContentType(chosen.MediaType, chosen.TransferSyntax.Value);
        var headers = numbers.Select(_ => boundary.Header(chosen.ContentType)).ToArray();
        var end = boundary.End();
        var runs = new List<ByteRange>(numbers.Count);
        foreach (var number in numbers)
            runs.AddRange(found.Frames!.Frames[number - 1]);
        request.Response.ContentLength = headers.Sum(header => (long)header.Length) + runs.Sum(run => run.Length) + end.Length;
        if (request.IsHead)
            return;

        var output = request.Response.BodyWriter;
        await using var copy = new RangedCopy(request.Get<IInstanceRetrieve>(), found.Stored, runs);
        for (var i = 0; i < numbers.Count; i++)
        {
            output.Write(headers[i]);
            for (var run = 0; run < found.Frames!.Frames[numbers[i] - 1].Count; run++)
                await copy.CopyNextAsync(output, request.Aborted);
        }

        output.Write(end);
        await output.FlushToClientAsync(request.Aborted);
    }

    private static async Task SendMadeAsync(DicomWebRequest request, FoundInstance found, IReadOnlyList<int> numbers, FrameRepresentation chosen)
    {
        var frames = request.Get<FrameSamples>();
        Task<ReadOnlyMemory<byte>> Make(int number) => chosen.IsEncoded
            ? frames.EncodeAsync(found, number, TransferSyntax.Of(chosen.TransferSyntax), request.Aborted)
            : frames.DecodeAsync(found, number, request.Aborted);
        var boundary = new MultipartBoundary();

        // the first frame is made before the answer begins: broken pixels can still be refused with words
        var bytes = await Make(numbers[0]);
        request.Response.ContentType = chosen.IsMultipart ? boundary.ContentType(chosen.MediaType, chosen.TransferSyntax.Value) : chosen.ContentType;
        if (!chosen.IsMultipart)
            request.Response.ContentLength = bytes.Length;
        if (request.IsHead)
            return;
        var output = request.Response.BodyWriter;
        for (var i = 0; i < numbers.Count; i++)
        {
            if (i > 0)
                bytes = await Make(numbers[i]);
            if (chosen.IsMultipart)
                output.Write(boundary.Header(chosen.ContentType));
            await output.WriteToClientAsync(bytes, request.Aborted);
        }

        if (chosen.IsMultipart)
            output.Write(boundary.End());
        await output.FlushToClientAsync(request.Aborted);
    }
}
