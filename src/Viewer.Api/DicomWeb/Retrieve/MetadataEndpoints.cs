using System.Buffers;
using System.Globalization;
using System.Text;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Viewer.Api.DicomWeb.Negotiation;

namespace ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

/// <summary>WADO-RS metadata (PS3.18 10.4.1.1.2), from the JSON that ingest kept. No object is opened.</summary>
internal static class MetadataEndpoints
{
    private const int MostExpected = 4096;

    public static async Task RetrieveAsync(DicomWebRequest request)
    {
        request.IsMetadata = true;
        if (!JsonNegotiation.IsAcceptable(request.Accept))
        {
            await request.NotAcceptableAsync(JsonBody.ContentType);
            return;
        }

        var retrieve = request.Get<IInstanceRetrieve>();
        var lookup = request.Get<InstanceLookup>();
        var count = 0;
        using var tag = new EntityTag();
        tag.Add(request.Service);
        await foreach (var stored in retrieve.LocateAsync(request.Path.Scope, request.Aborted))
        {
            tag.Add(stored.ObjectKey);
            if (count++ < MostExpected)
                lookup.Expect(stored);
        }

        if (count == 0)
        {
            await request.NotFoundAsync();
            return;
        }

        request.AuditDetail = string.Create(CultureInfo.InvariantCulture, $"metadata of {count} instances");

        // weak: the same metadata goes out compressed and not
        if (tag.IsKnownTo(request.Context, isWeak: true))
            return;
        await WriteAsync(request, retrieve);
    }

    private static async Task WriteAsync(DicomWebRequest request, IInstanceRetrieve retrieve)
    {
        await using var body = JsonBody.Open(request.Context);
        if (request.IsHead)
            return;
        var isFirst = true;
        body.Output.Write("["u8);
        await foreach (var metadata in retrieve.MetadataAsync(request.Path.Scope, request.Aborted))
        {
            if (!isFirst)
                body.Output.Write(","u8);
            isFirst = false;
            var stored = metadata.Instance;
            var address = DicomWebAddress.Instance(request.Service, stored.StudyInstanceUid, stored.SeriesInstanceUid, stored.SopInstanceUid);
            BulkDataUris.Write(body.Output, metadata.Json.Span, Encoding.UTF8.GetBytes(address + "/"));
            await body.FlushWhenFullAsync();
        }

        body.Output.Write("]"u8);
        await body.CompleteAsync();
    }
}
