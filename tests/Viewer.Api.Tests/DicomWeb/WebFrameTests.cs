using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb;

/// <summary>Single frames as HTJ2K for the light viewer: ranges of one codestream are the image in several sizes.</summary>
public class WebFrameTests(DemoArchive archive) : IClassFixture<DemoArchive>
{
    private const string Rpcl = "1.2.840.10008.1.2.4.202";

    [Theory]
    [InlineData("image/jphc", "image/jphc")]
    [InlineData("application/octet-stream; transfer-syntax=" + Rpcl, "application/octet-stream")]
    public async Task The_whole_frame(string accept, string mediaType)
    {
        using var response = await archive.Server.GetAsync(archive.XRay.Path + "/frames/1", accept);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(mediaType, response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(Rpcl, response.Content.Headers.ContentType.ToString(), StringComparison.Ordinal);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var prefixes = PrefixesOf(response);
        Assert.Equal(4, prefixes.Length);
        Assert.Equal(bytes.Length, prefixes[3]);
        Assert.Equal(prefixes.Order(), prefixes);
        Assert.Equal(archive.XRay.Pixels, Decode(bytes));
    }

    [Fact]
    public async Task A_prefix_is_a_range_with_the_same_headers()
    {
        var path = archive.XRay.Path + "/frames/1";
        using var whole = await archive.Server.GetAsync(path, "image/jphc");
        var (bytes, prefixes) = (await whole.Content.ReadAsByteArrayAsync(), PrefixesOf(whole));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", "image/jphc");
        request.Headers.Range = new RangeHeaderValue(0, prefixes[0] - 1);
        using var part = await archive.Server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(prefixes, PrefixesOf(part));
        Assert.Equal(whole.Headers.ETag, part.Headers.ETag);
        Assert.Equal($"bytes 0-{prefixes[0] - 1}/{bytes.Length}", part.Content.Headers.ContentRange!.ToString());
        Assert.Equal(bytes[..(int)prefixes[0]], await part.Content.ReadAsByteArrayAsync());

        using var rest = new HttpRequestMessage(HttpMethod.Get, path);
        rest.Headers.TryAddWithoutValidation("Accept", "image/jphc");
        rest.Headers.Range = new RangeHeaderValue(prefixes[0], null);
        rest.Headers.IfRange = new RangeConditionHeaderValue(whole.Headers.ETag!);
        using var remaining = await archive.Server.Client.SendAsync(rest);
        Assert.Equal(bytes[(int)prefixes[0]..], await remaining.Content.ReadAsByteArrayAsync());

        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.TryAddWithoutValidation("Accept", "image/jphc");
        again.Headers.IfNoneMatch.Add(whole.Headers.ETag!);
        using var known = await archive.Server.Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    [Fact]
    public async Task Frames_of_a_loop_as_parts()
    {
        using var response = await archive.Server.GetAsync(archive.Loop.Path + "/frames/2,1", "multipart/related; type=\"image/jphc\"");
        var parts = await MultipartAnswer.ReadAsync(response);
        Assert.Equal(2, parts.Count);
        using var second = await archive.Server.GetAsync(archive.Loop.Path + "/frames/2", "image/jphc");
        Assert.Equal(await second.Content.ReadAsByteArrayAsync(), parts[0].Content);
    }

    [Fact]
    public async Task A_link_reaches_the_frames_of_its_study_and_no_other()
    {
        using var client = archive.Server.LinkClient(archive.Ct[0].Study);
        using var warm = await archive.Server.GetAsync(archive.XRay.Path + "/frames/1", "image/jphc"); // in the cache now
        using var own = new HttpRequestMessage(HttpMethod.Get, archive.Ct[0].Path + "/frames/1");
        own.Headers.TryAddWithoutValidation("Accept", "image/jphc");
        using var allowed = await client.SendAsync(own);
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        Assert.Equal(4, PrefixesOf(allowed).Length);
        using var other = new HttpRequestMessage(HttpMethod.Get, archive.XRay.Path + "/frames/1");
        other.Headers.TryAddWithoutValidation("Accept", "image/jphc");
        using var refused = await client.SendAsync(other);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.False(refused.Headers.Contains("Prefix-Lengths"));
    }

    private static long[] PrefixesOf(HttpResponseMessage response) =>
        [.. response.Headers.GetValues("Prefix-Lengths").Single().Split(',').Select(length => long.Parse(length, CultureInfo.InvariantCulture))];

    private byte[] Decode(byte[] codestream)
    {
        var file = archive.XRay.File;
        var meta = Dicom.Part10.FileMetaInformation.TryRead(file, true, out var read) ? read! : throw new InvalidOperationException();
        var header = DataSetReader.Read(file.AsMemory((int)meta.DataSetOffset), TransferSyntax.Of(meta.TransferSyntaxUid));
        return FrameDecoder.Decode(PixelDescription.Of(header)!, codestream, TransferSyntax.Of(new Uid(Rpcl))).Samples.ToArray();
    }
}
