using System.Buffers;
using System.Text.Json;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.TestKit;
using Microsoft.Playwright;

namespace ImagingGateway.Interop.Tests.Browser;

/// <summary>
/// The <c>dicomweb-client</c> npm package, where it lives: in a browser, with a person's session. Our own policy forbids foreign
/// scripts, so the test's browser leaves it out.
/// </summary>
[Collection(BrowserCollection.Name)]
public sealed class DicomWebClientTests(BrowserFixture gateway)
{
    private static readonly string Package =
        Path.Combine(Repository.Root, "src", "Viewer.Web", "node_modules", "dicomweb-client", "build", "dicomweb-client.js");

    [ToolFact("chromium")]
    public async Task It_searches_studies_series_and_instances()
    {
        var found = await RunAsync(
            """
            async (client, study) => {
              const studies = await client.searchForStudies({ queryParams: { PatientID: 'BN24001837', ModalitiesInStudy: 'CT' } });
              const series = await client.searchForSeries({ studyInstanceUID: study });
              const seriesUid = series[0]['0020000E'].Value[0];
              const instances = await client.searchForInstances({ studyInstanceUID: study, seriesInstanceUID: seriesUid });
              const none = await client.searchForStudies({ queryParams: { PatientID: 'nobody' } });
              return { studies: studies.map(s => s['0020000D'].Value[0]), name: studies[0]['00100010'].Value[0].Alphabetic,
                series: series.length, instances: instances.length, none: none.length };
            }
            """);

        Assert.Equal(gateway.ChestCT.Value, Assert.Single(found.GetProperty("studies").EnumerateArray()).GetString());
        Assert.Equal("NGUYỄN THỊ PHƯỢNG", found.GetProperty("name").GetString());
        Assert.Equal((1, 40, 0), (found.GetProperty("series").GetInt32(), found.GetProperty("instances").GetInt32(), found.GetProperty("none").GetInt32()));
    }

    [ToolFact("chromium")]
    public async Task It_retrieves_metadata_of_study_series_and_instance()
    {
        var found = await RunAsync(
            """
            async (client, study) => {
              const ofStudy = await client.retrieveStudyMetadata({ studyInstanceUID: study });
              const seriesInstanceUID = ofStudy[0]['0020000E'].Value[0], sopInstanceUID = ofStudy[0]['00080018'].Value[0];
              const ofSeries = await client.retrieveSeriesMetadata({ studyInstanceUID: study, seriesInstanceUID });
              const ofInstance = await client.retrieveInstanceMetadata({ studyInstanceUID: study, seriesInstanceUID, sopInstanceUID });
              return { study: ofStudy.length, series: ofSeries.length, rows: (ofInstance[0] ?? ofInstance)['00280010'].Value[0] };
            }
            """);

        Assert.Equal((40, 40, 512), (found.GetProperty("study").GetInt32(), found.GetProperty("series").GetInt32(), found.GetProperty("rows").GetInt32()));
    }

    [ToolFact("chromium")]
    public async Task It_retrieves_instances_frames_and_pictures()
    {
        var found = await RunAsync(
            """
            async (client, study) => {
              const [first] = await client.searchForInstances({ studyInstanceUID: study });
              const uids = { studyInstanceUID: study, seriesInstanceUID: first['0020000E'].Value[0], sopInstanceUID: first['00080018'].Value[0] };
              const picture = parts => new Uint8Array(parts[0]); // the package gives single pictures as an array of one
              const file = new Uint8Array(await client.retrieveInstance(uids));
              const [frame] = (await client.retrieveInstanceFrames({ ...uids, frameNumbers: [1] })).map(bytes => new Uint8Array(bytes));
              const jpeg = picture(await client.retrieveInstanceRendered({ ...uids, mediaTypes: [{ mediaType: 'image/jpeg' }] }));
              const png = picture(await client.retrieveInstanceFramesRendered({ ...uids, frameNumbers: [1], mediaTypes: [{ mediaType: 'image/png' }] }));
              const thumbnail = picture(await client.retrieveInstanceThumbnail({ ...uids, mediaTypes: [{ mediaType: 'image/jpeg' }] }));
              const tail = file.subarray(file.length - frame.length);
              return { prefix: String.fromCharCode(...file.subarray(128, 132)), frame: frame.length, same: frame.every((byte, i) => byte === tail[i]),
                jpeg: Array.from(jpeg.subarray(0, 3)), png: String.fromCharCode(...png.subarray(1, 4)), thumbnail: thumbnail[0] === 0xff && thumbnail.length < jpeg.length };
            }
            """);

        Assert.Equal("DICM", found.GetProperty("prefix").GetString());
        Assert.Equal(512 * 512 * 2, found.GetProperty("frame").GetInt32());
        Assert.True(found.GetProperty("same").GetBoolean());
        Assert.Equal([0xFF, 0xD8, 0xFF], found.GetProperty("jpeg").EnumerateArray().Select(value => value.GetInt32()));
        Assert.Equal("PNG", found.GetProperty("png").GetString());
        Assert.True(found.GetProperty("thumbnail").GetBoolean());
    }

    [ToolFact("chromium")]
    public async Task It_retrieves_whole_series_and_studies()
    {
        var found = await RunAsync(
            """
            async (client, study) => {
              const [series] = await client.searchForSeries({ studyInstanceUID: study });
              const ofSeries = await client.retrieveSeries({ studyInstanceUID: study, seriesInstanceUID: series['0020000E'].Value[0] });
              const ofStudy = await client.retrieveStudy({ studyInstanceUID: study });
              const isFile = bytes => String.fromCharCode(...new Uint8Array(bytes, 128, 4)) === 'DICM';
              return [ofSeries.filter(isFile).length, ofStudy.filter(isFile).length];
            }
            """);

        Assert.Equal([40, 40], found.EnumerateArray().Select(count => count.GetInt32()));
    }

    [ToolFact("chromium")]
    public async Task It_stores_an_instance_which_is_then_found()
    {
        var instance = DemoStudies.ChestCT(DateTime.UtcNow, slices: 1, size: 32).Single();
        instance.DataSet.SetString(Tags.PatientName, "LÊ VĂN GỬI"); // the other tests count the demo patients' studies
        instance.DataSet.SetString(Tags.PatientID, "STOW0001");
        var file = new ArrayBufferWriter<byte>();
        FileMetaInformation.Write(file, instance.SopClassUid, instance.SopInstanceUid, instance.TransferSyntax.Uid, source: null);
        DataSetWriter.Write(file, instance.DataSet, instance.TransferSyntax);

        await RunAsync(
            """
            async (client, _, base64) => {
              await client.storeInstances({ datasets: [Uint8Array.from(atob(base64), c => c.charCodeAt(0)).buffer] });
              return true;
            }
            """,
            Convert.ToBase64String(file.WrittenSpan));

        await gateway.WhenPublishedAsync();
        using var client = gateway.CreateClient();
        var metadata = await client.GetStringAsync(new Uri($"dicom-web/studies/{instance.DataSet.GetUid(Tags.StudyInstanceUID)}/metadata", UriKind.Relative));
        Assert.Contains(instance.SopInstanceUid.Value, metadata, StringComparison.Ordinal);
    }

    private async Task<JsonElement> RunAsync(string script, string? argument = null)
    {
        await using var visitor = await gateway.VisitSignedInAsync(bypassPolicy: true);
        await visitor.Page.AddScriptTagAsync(new PageAddScriptTagOptions { Path = Package });
        var result = await visitor.Page.EvaluateAsync<JsonElement>(
            $$"""
            ([study, argument]) => ({{script}})(new DICOMwebClient.api.DICOMwebClient({ url: `${location.origin}/dicom-web` }), study, argument)
            """,
            new[] { gateway.ChestCT.Value, argument });
        return result;
    }
}
