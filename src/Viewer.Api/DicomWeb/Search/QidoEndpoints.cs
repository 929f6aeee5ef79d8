using System.Text.Json;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Json;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.DicomWeb.Negotiation;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.DicomWeb.Search;

/// <summary>QIDO-RS (PS3.18 10.6): searches for studies, series and instances at six addresses.</summary>
internal static class QidoEndpoints
{
    public static Task SearchStudiesAsync(DicomWebRequest request) => SearchAsync(request, QueryLevel.Study);

    public static Task SearchSeriesAsync(DicomWebRequest request) => SearchAsync(request, QueryLevel.Series);

    public static Task SearchInstancesAsync(DicomWebRequest request) => SearchAsync(request, QueryLevel.Instance);

    private static async Task SearchAsync(DicomWebRequest request, QueryLevel level)
    {
        request.IsMetadata = true;
        if (ModelNegotiation.Choose(request.Accept) is not { } model)
        {
            await request.NotAcceptableAsync(ModelNegotiation.Offered);
            return;
        }

        var (query, fault) = QidoQuery.Read(level, request.Path, request.Context.Request.Query, request.Grant.Scope);
        if (query is null)
        {
            await request.BadRequestAsync(fault!);
            return;
        }

        await Task.WhenAll(query.Studies.Select(request.AwaitSentAsync));
        var search = request.Get<IInstanceSearch>();
        try
        {
            await using var results = search.SearchAsync(query.Index, request.Aborted).GetAsyncEnumerator(request.Aborted);
            var any = await results.MoveNextAsync();
            if (any && query.IsCapped && await HasMoreAsync(search, query.Index, request.Aborted))
            {
                // PS3.18 8.3.4.4: what the server's own limit cut off must be told
                request.Response.Headers.Append("Warning", $"299 {request.Service} \"There are additional results that can be requested\"");
            }

            request.Response.Headers.CacheControl = "private, no-cache";
            var count = model == DataSetModel.Xml ? await WriteXmlAsync(request, level, results, any) : await WriteAsync(request, level, results, any);
            request.AuditDetail = AuditForms.WebSearch.With(level, count);
        }
        catch (InvalidQueryException invalid) when (!request.Response.HasStarted)
        {
            await request.BadRequestAsync(invalid.Message);
        }
    }

    private static async Task<int> WriteAsync(DicomWebRequest request, QueryLevel level, IAsyncEnumerator<DataSet> results, bool any)
    {
        // PS3.18 10.6.3.1 allows 204 for no results; an empty list is what every client understands
        var count = 0;
        await using var body = ModelBody.Open(request.Context);
        await using var json = new Utf8JsonWriter(body.Output, ModelBody.WriterOptions);
        json.WriteStartArray();
        for (; any; any = await results.MoveNextAsync())
        {
            DicomJson.Write(json, WithAddress(request.Service, level, results.Current));
            json.Flush();
            count++;
            await body.FlushWhenFullAsync();
        }

        json.WriteEndArray();
        json.Flush();
        await body.CompleteAsync();
        return count;
    }

    // without results there is no part: 204 (PS3.18 10.6.3.1)
    private static async Task<int> WriteXmlAsync(DicomWebRequest request, QueryLevel level, IAsyncEnumerator<DataSet> results, bool any)
    {
        if (!any)
        {
            request.Response.StatusCode = StatusCodes.Status204NoContent;
            return 0;
        }

        var count = 0;
        var parts = XmlParts.Open(request.Context);
        await using var body = parts.Body;
        for (; any; any = await results.MoveNextAsync())
        {
            await parts.WriteAsync(WithAddress(request.Service, level, results.Current));
            count++;
        }

        await parts.CompleteAsync();
        return count;
    }

    private static DataSet WithAddress(string service, QueryLevel level, DataSet result)
    {
        var study = result.GetUid(Tags.StudyInstanceUID);
        var series = result.GetUid(Tags.SeriesInstanceUID);
        var address = level switch
        {
            QueryLevel.Study => DicomWebAddress.Study(service, study),
            QueryLevel.Series => DicomWebAddress.Series(service, study, series),
            _ => DicomWebAddress.Instance(service, study, series, result.GetUid(Tags.SOPInstanceUID)),
        };
        if (level != QueryLevel.Series)
            result.SetString(Tags.InstanceAvailability, "ONLINE");
        return result.SetString(Tags.RetrieveURL, address);
    }

    private static async Task<bool> HasMoreAsync(IInstanceSearch search, IndexQuery query, CancellationToken cancellationToken)
    {
        var next = query with { Offset = query.Offset + QidoQuery.MaxResults, Limit = 1, ReturnKeys = [Tags.StudyInstanceUID], ReturnAll = false };
        await foreach (var _ in search.SearchAsync(next, cancellationToken))
            return true;
        return false;
    }
}
