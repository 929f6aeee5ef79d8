using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Imaging.Rendering;
using ImagingGateway.Imaging.Tests.Corpora;
using ImagingGateway.Interop.Tests.Dimse;
using ImagingGateway.Interop.Tests.Durability;
using ImagingGateway.TestKit;

namespace ImagingGateway.Interop.Tests.Files;

/// <summary>The program as it is given out decodes what it received in its decoder processes: JPEG, JPEG-LS, JPEG 2000 and HTJ2K come back as the pixels that other tools found.</summary>
public sealed class CorpusDecodingTests : IDisposable
{
    // Grey, one frame, samples of whole bytes: what is sent are the samples that the other tools wrote down.
    private static readonly string[] Files =
        ["ts/ct-one-slice/ct-jpeg-baseline-8bit.dcm", "ts/ct-one-slice/ct-jls-lossless.dcm", "ts/wg04/MR1_JLSN", "ts/wg04/MR1_J2KR", "ts/wg04/XA1_J2KI", "ts/htj2k/ct1-ht-lossless-201.dcm", "ts/htj2k/mr1-ht-rpcl-202.dcm"];

    private readonly string _data = Directory.CreateTempSubdirectory("gateway-decoders-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [CorpusFact]
    public async Task What_was_received_compressed_is_sent_and_shown_decoded()
    {
        using var gateway = new GatewayProcess(_data, null, new Dictionary<string, string>());
        Assert.True(await gateway.ListensAsync(), gateway.Output);
        using var client = new HttpClient { BaseAddress = gateway.Web };
        Assert.DoesNotContain(gateway.Children, IsDecoder);
        var instances = CorpusInstance.All().Where(instance => Files.Contains(instance.Path)).ToList();
        Assert.Equal(Files.Length, instances.Count);
        foreach (var instance in instances)
        {
            await StoreAsync(client, instance);
            var path = $"studies/{instance.Study}/series/{instance.Series}/instances/{instance.SopInstance}";
            var samples = await GetAsync(client, $"{path}/frames/1", "application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1");
            AssertExpected(instance.Path, samples);

            // the picture is that of these samples, made here
            var header = FileHeader.Read(Corpus.PathOf(instance.Path)).DataSet;
            var expected = FrameRenderer.Render(header, samples, 1, TransferSyntax.ExplicitVRLittleEndian, new RenderOptions(RenderedMediaType.Png));
            var rendered = await GetAsync(client, $"{path}/rendered", "image/png");
            Assert.True(expected.Bytes.SequenceEqual(rendered), instance.Path);
        }

        Assert.Contains(gateway.Children, IsDecoder);
        Assert.DoesNotContain("decoder", gateway.Output, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsDecoder(string command) => command.Contains("exec", StringComparison.Ordinal) && command.Contains("ImagingGateway.Imaging.dll", StringComparison.Ordinal);

    private static async Task StoreAsync(HttpClient client, CorpusInstance instance)
    {
        using var body = new MultipartContent("related", "cut");
        body.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/related; type=\"application/dicom\"; boundary=cut");
        body.Add(new ByteArrayContent(await File.ReadAllBytesAsync(Corpus.PathOf(instance.Path))) { Headers = { ContentType = new MediaTypeHeaderValue("application/dicom") } });
        using var answer = await client.PostAsync("studies", body);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{instance.Path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task<byte[]> GetAsync(HttpClient client, string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", accept } } };
        using var answer = await client.SendAsync(request);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private static void AssertExpected(string path, byte[] samples)
    {
        var expected = ExpectedPixels.ByPath[path].First();
        if (expected.IsExact)
            Assert.True(expected.AsIsHash == Convert.ToHexStringLower(SHA256.HashData(samples)), path);
        else
            Assert.InRange(expected.GreatestDifference(samples), 0, 2);
    }
}
