using ImagingGateway.Dicom.Values;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

/// <summary>Reads a Range header of one byte range (RFC 9110 14.2); several ranges at once are answered whole.</summary>
internal static class RangeHeader
{
    /// <returns>Whether a range is asked for, and which; asked for but null means it lies outside: 416.</returns>
    public static (bool IsRange, ByteRange? Wanted) Read(HttpRequest request, long length)
    {
        var header = request.GetTypedHeaders().Range;
        if (header is null || header.Unit != "bytes" || header.Ranges.Count != 1 || IsStale(request))
            return (false, null);
        var range = header.Ranges.First();
        if (range.From is { } from)
            return from < length ? (true, new ByteRange(from, Math.Min(range.To ?? long.MaxValue, length - 1) - from + 1)) : (true, null);
        var last = Math.Min(range.To ?? 0, length);
        return last > 0 ? (true, new ByteRange(length - last, last)) : (true, null);
    }

    // RFC 9110 13.1.5: a range of a representation the client no longer has is no use to it
    private static bool IsStale(HttpRequest request) =>
        request.Headers.IfRange.Count > 0 && request.Headers.IfRange.ToString() != request.HttpContext.Response.Headers.ETag.ToString();
}
