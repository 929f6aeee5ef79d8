using System.Buffers;
using System.Text;
using System.Text.Json;
using ImagingGateway.Dicom.Json;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Viewer.Api.DicomWeb.Negotiation;

namespace ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

/// <summary>WADO-RS metadata (PS3.18 10.4.1.1.2), from the JSON that ingest kept. No object is opened.</summary>
internal static class MetadataEndpoints
{
    private const int MostExpected = 4096;

    // no less than what ingest writes
    private const int MaxDepth = 1024;

    public static async Task RetrieveAsync(DicomWebRequest request)
    {
        request.IsMetadata = true;
        if (ModelNegotiation.Choose(request.Accept) is not { } model)
        {
            await request.NotAcceptableAsync(ModelNegotiation.Offered);
            return;
        }

        var retrieve = request.Get<IInstanceRetrieve>();
        var lookup = request.Get<InstanceLookup>();
        var count = 0;
        using var tag = new EntityTag();
        tag.Add(request.Service).Add(model.ToString());
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

        request.AuditDetail = AuditForms.Metadata.With(count);

        // weak: the same metadata goes out compressed and not
        if (tag.IsKnownTo(request.Context, isWeak: true))
            return;
        if (model == DataSetModel.Xml)
            await WriteXmlAsync(request, retrieve);
        else
            await WriteAsync(request, retrieve);
    }

    private static async Task WriteAsync(DicomWebRequest request, IInstanceRetrieve retrieve)
    {
        await using var body = ModelBody.Open(request.Context);
        if (request.IsHead)
            return;
        var lookup = request.Get<InstanceLookup>();
        var count = 0;
        body.Output.Write("["u8);
        await foreach (var metadata in retrieve.MetadataAsync(request.Path.Scope, request.Aborted))
        {
            if (count > 0)
                body.Output.Write(","u8);
            if (count++ < MostExpected)
                lookup.Expect(metadata.Instance);
            BulkDataUris.Write(body.Output, metadata.Json.Span, Encoding.UTF8.GetBytes(AddressOf(request, metadata.Instance)));
            await body.FlushWhenFullAsync();
        }

        body.Output.Write("]"u8);
        await body.CompleteAsync();
    }

    private static async Task WriteXmlAsync(DicomWebRequest request, IInstanceRetrieve retrieve)
    {
        var parts = XmlParts.Open(request.Context);
        await using var body = parts.Body;
        if (request.IsHead)
            return;
        await foreach (var metadata in retrieve.MetadataAsync(request.Path.Scope, request.Aborted))
        {
            using var json = JsonDocument.Parse(metadata.Json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            var address = AddressOf(request, metadata.Instance);
            await parts.WriteAsync(DicomJson.ReadReferences(json.RootElement), (_, element) => element.Bulk?.Uri is { } uri ? address + uri : null);
        }

        await parts.CompleteAsync();
    }

    private static string AddressOf(DicomWebRequest request, StoredInstance stored) =>
        DicomWebAddress.Instance(request.Service, stored.StudyInstanceUid, stored.SeriesInstanceUid, stored.SopInstanceUid) + "/";
}
