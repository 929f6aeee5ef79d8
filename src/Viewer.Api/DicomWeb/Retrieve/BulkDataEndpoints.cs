using System.Buffers;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Viewer.Api.DicomWeb.Multipart;
using ImagingGateway.Viewer.Api.DicomWeb.Negotiation;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

/// <summary>WADO-RS bulk data (PS3.18 10.4.1.1.5): values that metadata names by BulkDataURI.</summary>
internal static class BulkDataEndpoints
{
    private const string Pdf = "application/pdf";
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create("0123456789ABCDEF/");

    public static async Task RetrieveAsync(DicomWebRequest request)
    {
        var name = ((string)request.Context.GetRouteValue("path")!).ToUpperInvariant();
        var path = request.Path;
        var found = IsPath(name) ? await request.Get<InstanceLookup>().FindAsync(path.Study!.Value, path.Series!.Value, path.Instance!.Value, request.Aborted) : null;
        var value = found is null ? null : await request.Get<IInstanceRetrieve>().BulkDataAsync(found.Stored, name, request.Aborted);
        if (found is null || value is null)
        {
            await request.NotFoundAsync();
            return;
        }

        request.AuditDetail = AuditForms.BulkData.With(name, path.Instance);
        request.Response.Headers.Vary = "Accept";
        if (value.IsEncapsulated)
            await SendFramesAsync(request, found, name);
        else
            await SendValueAsync(request, found, value, name);
    }

    private static bool IsPath(string name) => name.Length is >= 8 and <= 512 && !name.AsSpan().ContainsAnyExcept(PathCharacters);

    private static async Task SendFramesAsync(DicomWebRequest request, FoundInstance found, string name)
    {
        if (name != Tags.PixelData.ToHex() || found.FrameCount == 0)
        {
            await request.NotFoundAsync();
            return;
        }

        if (!await VideoBody.TrySendAsync(request, found))
            await FrameEndpoints.SendAsync(request, found, [.. Enumerable.Range(1, found.FrameCount)]);
    }

    private static async Task SendValueAsync(DicomWebRequest request, FoundInstance found, BulkReference value, string name)
    {
        var contentType = await ContentTypeAsync(request, found, name);
        if (contentType is null)
        {
            await request.NotAcceptableAsync("application/octet-stream, alone or as multipart/related; type=\"application/octet-stream\".");
            return;
        }

        using var tag = new EntityTag();
        var isSingle = request.Accept.First(range => range.Quality > 0 && range.Covers(contentType)) is { Packaging: Packaging.Single };
        if (tag.Add(found.Stored.ObjectKey).Add(name).Add(contentType).Add(isSingle ? "1" : "n").IsKnownTo(request.Context))
            return;
        var unit = value.IsBigEndian ? UnitSize(name) : 1;
        if (isSingle && unit == 1)
        {
            if (contentType == Pdf)
                AllowInFrame(request);
            await SingleBody.SendAsync(request, found, [new ByteRange(value.Offset, value.Length)], contentType);
            return;
        }

        await SendWholeAsync(request, new NativePixels(request.Get<IInstanceRetrieve>(), found.Stored, value, unit), contentType, isSingle);
    }

    private static async Task SendWholeAsync(DicomWebRequest request, PixelStream value, string contentType, bool isSingle)
    {
        var boundary = new MultipartBoundary();
        byte[] header = isSingle ? [] : boundary.Header(contentType);
        byte[] end = isSingle ? [] : boundary.End();
        request.Response.ContentType = isSingle ? contentType : boundary.ContentType(contentType);
        request.Response.ContentLength = header.Length + value.Length + end.Length;
        if (request.IsHead)
            return;
        var output = request.Response.BodyWriter;
        await output.WriteToClientAsync(header, request.Aborted);
        await value.WriteAsync(output, request.Aborted);
        await output.WriteToClientAsync(end, request.Aborted);
    }

    /// <summary>Octet-stream, or PDF when that is asked for and is what an encapsulated document is.</summary>
    private static async Task<string?> ContentTypeAsync(DicomWebRequest request, FoundInstance found, string name)
    {
        foreach (var range in request.Accept.Where(range => range.Quality > 0))
        {
            if (range.Covers(BulkMediaTypes.OctetStream)
                && (range.TransferSyntax is null or "*" || range.TransferSyntax == TransferSyntax.ExplicitVRLittleEndian.Uid.Value))
                return BulkMediaTypes.OctetStream;
            if (range.MediaType != Pdf || name != Tags.EncapsulatedDocument.ToHex())
                continue;
            var header = await request.Get<InstanceLookup>().HeaderAsync(found, request.Aborted);
            if (header.Header.GetString(Tags.MIMETypeOfEncapsulatedDocument) == Pdf)
                return Pdf;
        }

        return null;
    }

    private static int UnitSize(string name) =>
        Tag.TryParse(name.AsSpan(name.LastIndexOf('/') + 1), out var tag) ? DicomDictionary.ImplicitVR(tag).UnitSize : 1;

    /// <summary>The packaged viewer shows documents in a frame of its own page; scripts in them stay dead.</summary>
    private static void AllowInFrame(DicomWebRequest request)
    {
        request.Response.Headers.XFrameOptions = "SAMEORIGIN";
        request.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'";
    }
}
