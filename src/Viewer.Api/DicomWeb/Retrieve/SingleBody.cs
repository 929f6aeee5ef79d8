using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Retrieve;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

/// <summary>Stored bytes as the whole body of an answer, with byte ranges (RFC 9110 14): a viewer can take the front of a
/// progressive frame first, a browser can seek in a video.</summary>
internal static class SingleBody
{
    /// <summary>Sends the joined runs, or the part of them that a Range header asks for.</summary>
    public static async Task SendAsync(DicomWebRequest request, FoundInstance found, IReadOnlyList<ByteRange> runs, string contentType)
    {
        if (Begin(request, runs.Sum(run => run.Length), contentType) is not { } wanted)
            return;
        runs = Cut(runs, wanted);
        await using var copy = new RangedCopy(request.Get<IInstanceRetrieve>(), found.Stored, runs);
        foreach (var _ in runs)
            await copy.CopyNextAsync(request.Response.BodyWriter, request.Aborted);
    }

    /// <summary>The same for the first bytes of a seekable stream.</summary>
    public static async Task SendAsync(DicomWebRequest request, Stream content, long length, string contentType)
    {
        if (Begin(request, length, contentType) is not { } wanted)
            return;
        content.Position = wanted.Offset;
        await request.Response.BodyWriter.CopyFromAsync(content, wanted.Length, request.Aborted);
    }

    /// <summary>Sets status and headers; the bytes to be sent, or null when there is no body.</summary>
    private static ByteRange? Begin(DicomWebRequest request, long length, string contentType)
    {
        var response = request.Response;
        response.ContentType = contentType;
        response.Headers.AcceptRanges = "bytes";
        var (isRange, wanted) = RangeHeader.Read(request.Context.Request, length);
        if (isRange && wanted is null)
        {
            response.Headers.ContentRange = $"bytes */{length}";
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            return null;
        }

        if (wanted is { } range)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {range.Offset}-{range.End - 1}/{length}";
        }

        var sent = wanted ?? new ByteRange(0, length);
        response.ContentLength = sent.Length;
        return request.IsHead ? null : sent;
    }

    /// <summary>The pieces of the runs that a range of their joined bytes covers.</summary>
    internal static IReadOnlyList<ByteRange> Cut(IReadOnlyList<ByteRange> runs, ByteRange wanted)
    {
        var pieces = new List<ByteRange>();
        long position = 0;
        foreach (var run in runs)
        {
            var start = Math.Max(wanted.Offset, position);
            var end = Math.Min(wanted.End, position + run.Length);
            if (end > start)
                pieces.Add(new ByteRange(run.Offset + (start - position), end - start));
            position += run.Length;
        }

        return pieces;
    }
}
