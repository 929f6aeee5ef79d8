using System.Net;
using System.Net.Http.Headers;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Audit;
using ImagingGateway.TestKit;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb;

/// <summary>Documents, videos and conversions, on the files made for them.</summary>
public sealed class CorpusMediaTests : IAsyncLifetime
{
    private DicomWebServer _server = null!;

    public async Task InitializeAsync() => _server = await DicomWebServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    /// <summary>The address OHIF makes of a BulkDataURI to show a document.</summary>
    [Fact]
    public async Task A_document_is_served_as_what_it_is()
    {
        var document = new byte[4000];
        "%PDF-1.4"u8.CopyTo(document);
        var path = await StoreDocumentAsync("application/pdf", document);
        using var response = await _server.GetAsync($"{path}/bulkdata/00420011?accept=application/pdf");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/pdf", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(document, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("SAMEORIGIN", response.Headers.GetValues("X-Frame-Options").Single());
        using var other = await _server.GetAsync(await StoreDocumentAsync("text/html", document) + "/bulkdata/00420011?accept=application/pdf");
        Assert.Equal(HttpStatusCode.NotAcceptable, other.StatusCode);
        using var rendered = await _server.GetAsync(path + "/rendered", "image/jpeg");
        Assert.Equal(HttpStatusCode.NotAcceptable, rendered.StatusCode);
    }

    [CorpusTheory]
    [InlineData("ts/video/h264-hp41-mp4.dcm", "video/mp4")]
    [InlineData("ts/video/mpeg2-mpml.dcm", "video/mpeg2")]
    public async Task A_video_is_served_as_one_stream_that_can_be_sought(string file, string type)
    {
        var path = await StoreAsync(file);
        using var whole = await _server.GetAsync($"{path}/bulkdata/7FE00010?accept={type}");
        Assert.Equal(type, whole.Content.Headers.ContentType!.MediaType);
        var bytes = await whole.Content.ReadAsByteArrayAsync();
        Assert.Equal(whole.Content.Headers.ContentLength, bytes.Length);
        using var part = await _server.GetAsync($"{path}/bulkdata/7FE00010", type, request => request.Headers.Range = new RangeHeaderValue(1000, 1999));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(bytes[1000..2000], await part.Content.ReadAsByteArrayAsync());

        using var rendered = await _server.GetAsync(path + "/rendered", type);
        Assert.Equal(type, rendered.Content.Headers.ContentType!.MediaType);
        Assert.Equal(bytes, await rendered.Content.ReadAsByteArrayAsync());
        using var picture = await _server.GetAsync(path + "/rendered", "image/jpeg");
        Assert.Equal(HttpStatusCode.NotAcceptable, picture.StatusCode);

        // stored bytes stand in the file as they are, in one fragment or several
        var stored = await File.ReadAllBytesAsync(Corpus.PathOf(file));
        Assert.True(stored.AsSpan().IndexOf(bytes.AsSpan(0, 1000)) > 0);
    }

    [CorpusTheory]
    [InlineData("ct-implicit-le.dcm")]
    [InlineData("ct-explicit-be.dcm")]
    [InlineData("ct-deflated.dcm")]
    [InlineData("ct-j2k-lossless.dcm")]
    [InlineData("ct-jls-lossless.dcm")]
    [InlineData("ct-jpeg-lossless-p14.dcm")]
    [InlineData("ct-jpeg-lossless-sv1.dcm")]
    [InlineData("ct-rle.dcm")]
    public async Task Conversion_to_little_endian_loses_nothing(string file)
    {
        var original = DataSetOf(await File.ReadAllBytesAsync(Corpus.PathOf("ts/ct-one-slice/ct-explicit-le.dcm")));
        var path = await StoreAsync("ts/ct-one-slice/" + file);
        using var response = await _server.GetAsync(path, "application/dicom; transfer-syntax=1.2.840.10008.1.2.1");
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(response.Content.Headers.ContentLength, bytes.Length);
        var converted = DataSetOf(bytes);
        Assert.Equal(original[Tags.PixelData]!.Bytes.ToArray(), converted[Tags.PixelData]!.Bytes.ToArray());
        Assert.Equal(VR.OW, converted[Tags.PixelData]!.VR);
        foreach (var tag in new[] { Tags.PatientName, Tags.Rows, Tags.Columns, Tags.BitsAllocated, Tags.BitsStored, Tags.PixelRepresentation, Tags.RescaleIntercept, Tags.ImagePositionPatient })
            Assert.Equal(original.GetStrings(tag), converted.GetStrings(tag));
    }

    [CorpusFact]
    public async Task Rle_by_planes_is_decoded_by_planes_for_frames_and_in_files()
    {
        var path = await StoreAsync("ts/rle/us-ybrfull-planar1-rle.dcm");
        using var response = await _server.GetAsync(path + "/frames/1", "application/octet-stream");
        var planes = await response.Content.ReadAsByteArrayAsync();
        using var file = await _server.GetAsync(path, "application/dicom; transfer-syntax=1.2.840.10008.1.2.1");
        var converted = DataSetOf(await file.Content.ReadAsByteArrayAsync());
        Assert.Equal(1, converted.GetInteger(Tags.PlanarConfiguration));
        Assert.Equal(planes, converted[Tags.PixelData]!.Bytes.ToArray());
    }

    /// <summary>Its second frame cannot be decoded: the answer has begun by then, and must not look whole.</summary>
    [CorpusFact]
    public async Task An_answer_that_breaks_off_is_cut()
    {
        var path = await StoreAsync("quirks/made/encap-corrupt-frame.dcm");
        await Assert.ThrowsAsync<HttpRequestException>(() => _server.GetAsync(path, "multipart/related; type=\"application/dicom\""));
        var line = await _server.AuditedAsync(one => one.Action == AuditAction.Retrieve);
        Assert.Equal(AuditOutcome.Aborted, line.Outcome);
        using var stored = await _server.GetAsync(path, "multipart/related; type=\"application/dicom\"; transfer-syntax=*");
        Assert.Single(await MultipartAnswer.ReadAsync(stored));
    }

    [CorpusFact]
    public async Task A_presentation_state_is_rendered_as_the_image_it_is_made_for()
    {
        var path = await StoreAsync("modality/pr/gsps-ct1.dcm");
        using (var alone = await _server.GetAsync(path + "/rendered", "image/png"))
            Assert.Equal(HttpStatusCode.NotAcceptable, alone.StatusCode);
        var image = await StoreAsync("ts/wg04/CT1_UNC");
        using var presented = await _server.GetAsync(path + "/rendered?viewport=64,64", "image/png");
        Assert.Equal(HttpStatusCode.OK, presented.StatusCode);
        var shown = await presented.Content.ReadAsByteArrayAsync();
        Assert.Equal(64, Picture.WidthOf(shown));
        using var plain = await _server.GetAsync(image + "/rendered?viewport=64,64", "image/png");
        Assert.NotEqual(await plain.Content.ReadAsByteArrayAsync(), shown); // the state has another window
        Assert.NotEqual(plain.Headers.ETag, presented.Headers.ETag);
    }

    [CorpusFact]
    public async Task Overlays_are_in_the_picture_unless_they_are_left_out()
    {
        var path = await StoreAsync("lut/overlay-4planes.dcm");
        async Task<byte[]> RenderAsync(string query)
        {
            using var response = await _server.GetAsync(path + "/rendered" + query, "image/png");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return await response.Content.ReadAsByteArrayAsync();
        }

        var with = await RenderAsync(string.Empty);
        Assert.NotEqual(with, await RenderAsync("?overlays=none"));
        Assert.Equal(with, await RenderAsync("?overlays=all")); // it has no region of interest
    }

    private async Task<string> StoreDocumentAsync(string type, byte[] document)
    {
        var dataSet = new DataSet()
            .SetString(Tags.SOPClassUID, Uids.EncapsulatedPDFStorage.Value)
            .SetString(Tags.SOPInstanceUID, Uid.New().Value)
            .SetString(Tags.PatientID, "1")
            .SetString(Tags.StudyInstanceUID, Uid.New().Value)
            .SetString(Tags.SeriesInstanceUID, Uid.New().Value)
            .SetString(Tags.MIMETypeOfEncapsulatedDocument, type)
            .Set(new DataElement(Tags.EncapsulatedDocument, VR.OB, document));
        var instance = new DemoInstance(Uids.EncapsulatedPDFStorage, dataSet.GetUid(Tags.SOPInstanceUID), TransferSyntax.ExplicitVRLittleEndian, dataSet);
        return await StoreAsync(DicomWebServer.FileOf(instance));
    }

    private async Task<string> StoreAsync(string file) => await StoreAsync(await File.ReadAllBytesAsync(Corpus.PathOf(file)));

    private async Task<string> StoreAsync(byte[] file)
    {
        var (_, study, series, instance) = await _server.StoreAsync(file);
        await _server.WhenPublishedAsync();
        return $"studies/{study}/series/{series}/instances/{instance}";
    }

    private static DataSet DataSetOf(byte[] file)
    {
        Assert.True(FileMetaInformation.TryRead(file, isWholeFile: true, out var meta));
        Assert.Equal(TransferSyntax.ExplicitVRLittleEndian.Uid, meta!.TransferSyntaxUid);
        return DataSetReader.Read(file.AsMemory((int)meta.DataSetOffset), TransferSyntax.ExplicitVRLittleEndian);
    }
}
