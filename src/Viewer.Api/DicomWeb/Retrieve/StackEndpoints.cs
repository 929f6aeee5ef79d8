using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

/// <summary><c>…/series/{series}/stack</c>, an addition of ours beside the series' metadata: <see cref="StackFacts"/>.</summary>
internal static class StackEndpoints
{
    public static async Task RetrieveAsync(DicomWebRequest request)
    {
        request.IsMetadata = true;
        var facts = await StackFacts.OfAsync(request.Get<IInstanceRetrieve>(), request.Path.Scope, request.Aborted);
        if (facts.Count == 0)
        {
            await request.NotFoundAsync();
            return;
        }

        request.AuditDetail = AuditForms.Description.With(facts.Count);
        request.Response.Headers.CacheControl = "private, no-cache";
        await using var body = ModelBody.Open(request.Context, "application/json");
        if (request.IsHead)
            return;
        facts.Write(body.Output);
        await body.CompleteAsync();
    }
}
