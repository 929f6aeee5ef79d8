using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Interop.Tests.Dimse;
using ImagingGateway.TestKit;
using Microsoft.AspNetCore.WebUtilities;

namespace ImagingGateway.Interop.Tests.Durability;

/// <summary>Asks a gateway for what was sent, as other systems ask: C-FIND and WADO-RS.</summary>
internal sealed class Witness(Senders senders) : IDisposable
{
    private readonly HttpClient _client = new();

    /// <summary>
    /// Waits until C-FIND finds every acknowledged instance of the round, then retrieves the study: all of them are there, all that is there is
    /// whole (SHA-256 of the data set), nothing twice, nothing that was not sent.
    /// </summary>
    /// <returns>False when the gateway ended meanwhile.</returns>
    public async Task<bool> SeesAllAsync(GatewayProcess gateway, SentRound round, TimeSpan patience)
    {
        try
        {
            await RequireAsync(gateway, round, patience);
            return true;
        }
#pragma warning disable CA1031 // whatever a gateway's death looks like to its client
        catch (Exception)
#pragma warning restore CA1031
        {
            if (!await gateway.EndsAsync(TimeSpan.FromSeconds(2)))
                throw;
            return false;
        }
    }

    /// <summary>Waits until C-FIND finds every acknowledged instance of the round.</summary>
    public Task FindsAllAsync(GatewayProcess gateway, SentRound round, TimeSpan patience) => FindAllAsync(gateway, round, patience);

    public void Dispose() => _client.Dispose();

    private async Task RequireAsync(GatewayProcess gateway, SentRound round, TimeSpan patience)
    {
        var found = await FindAllAsync(gateway, round, patience);
        Assert.Equal(found.Count, found.Distinct().Count());
        var retrieved = found.Count == 0 ? [] : await RetrieveAsync(gateway, round.Study);
        Assert.Equal(retrieved.Count, retrieved.Distinct().Count());
        Assert.Empty(found.Except(retrieved));
    }

    private async Task<List<string>> FindAllAsync(GatewayProcess gateway, SentRound round, TimeSpan patience)
    {
        var acknowledged = senders.Acknowledged.Where(instance => instance.Study == round.Study).Select(instance => instance.Sop).ToHashSet();
        var example = new MadeInstance().Announcement;
        await using var requestor = await GetRequestor.ConnectAsync(gateway.DicomPort, example.SopClass, example.TransferSyntax);
        List<string> found = [];
        await Eventually.IsTrueAsync(
            async () => acknowledged.IsSubsetOf(found = await requestor.InstancesAsync(round.Study, round.Series)),
            () => $"{acknowledged.Except(found).Count()} of {acknowledged.Count} acknowledged instances are lost, sent in '{round.Name}'. {gateway.Output}",
            patience);
        return found;
    }

    /// <summary>SOP Instance UIDs of a study as WADO-RS gives it, every file compared with what was sent.</summary>
    private async Task<List<string>> RetrieveAsync(GatewayProcess gateway, string study)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Web, $"studies/{study}"));
        request.Headers.TryAddWithoutValidation("Accept", "multipart/related; type=\"application/dicom\"; transfer-syntax=*");
        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var boundary = answer.Content.Headers.ContentType!.Parameters.Single(parameter => parameter.Name == "boundary").Value!.Trim('"');
        var parts = new MultipartReader(boundary, await answer.Content.ReadAsStreamAsync());
        var uids = new List<string>();
        while (await parts.ReadNextSectionAsync() is { } part)
        {
            using var file = new MemoryStream();
            await part.Body.CopyToAsync(file);
            Assert.True(FileMetaInformation.TryRead(file.ToArray(), isWholeFile: true, out var meta));
            var uid = meta!.SopInstanceUid.Value;
            Assert.Equal(senders.Sent[uid].DataSetSha256, Convert.ToHexString(SHA256.HashData(file.GetBuffer().AsSpan((int)meta.DataSetOffset, (int)(file.Length - meta.DataSetOffset)))));
            uids.Add(uid);
        }

        return uids;
    }
}
