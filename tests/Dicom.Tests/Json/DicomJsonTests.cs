using System.Text.Json;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Json;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Tests.Json;

public class DicomJsonTests
{
    public static TheoryData<string> Folders => [.. CorpusFile.Folders];

    [Fact]
    public void Every_kind_of_value_is_written_as_the_model_says()
    {
        var dataSet = new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 100")
            .Set(new DataElement(new Tag(0x00080000), VR.UL, new byte[4]))
            .SetString(Tags.ImageType, "ORIGINAL", "", "AXIAL")
            .SetString(Tags.PatientName, "Müller^J=x", "").SetEmpty(Tags.PatientID)
            .SetString(Tags.PatientWeight, " 070.50").SetString(Tags.SliceThickness, "0.50")
            .SetInteger(Tags.InstanceNumber, 7)
            .SetInteger(Tags.FrameIncrementPointer, 0x00181063)
            .Set(new DataElement(Tags.RedPaletteColorLookupTableData, VR.OW, new byte[] { 1, 2 }))
            .SetItems(Tags.ReferencedImageSequence, new DataSet(), new DataSet().Set(new DataElement(Tags.PixelData, VR.OB, new Fragments { new byte[] { 1, 2 } })))
            .Set(new DataElement(Tags.PixelData, VR.OW, new BulkReference(1, 2, false, false)));
        Assert.Equal(
            """
            {"00080005":{"vr":"CS","Value":["ISO_IR 192"]},"00080008":{"vr":"CS","Value":["ORIGINAL",null,"AXIAL"]},
            "00081140":{"vr":"SQ","Value":[{},{"7FE00010":{"vr":"OB","BulkDataURI":"00081140/1/7FE00010"}}]},
            "00100010":{"vr":"PN","Value":[{"Alphabetic":"Müller^J","Ideographic":"x"},null]},"00100020":{"vr":"LO"},
            "00101030":{"vr":"DS","Value":[70.5]},"00180050":{"vr":"DS","Value":[0.50]},"00200013":{"vr":"IS","Value":[7]},
            "00280009":{"vr":"AT","Value":["00181063"]},"00281201":{"vr":"OW","InlineBinary":"AQI="},"7FE00010":{"vr":"OW","BulkDataURI":"7FE00010"}}
            """.Replace("\n", string.Empty, StringComparison.Ordinal).Replace("\r", string.Empty, StringComparison.Ordinal),
            Write(dataSet, (path, _) => path));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void What_is_written_is_read_back_the_same(string folder)
    {
        foreach (var file in CorpusFile.In(folder).Where(f => !Encoding.CorpusReadTests.Refused.Contains(f.Path)))
        {
            var bytes = file.Bytes;
            FileMetaInformation.TryRead(bytes, true, out var meta);
            var dataSet = DataSetReader.ReadLeniently(bytes.AsMemory((int)meta!.DataSetOffset), TransferSyntax.Of(meta.TransferSyntaxUid)).DataSet;
            var text = Write(dataSet, null);
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 2000 });
            var again = Write(DicomJson.Read(json.RootElement), null);
            // Numbers that DS or IS cannot hold exactly, or text that is no number, come back in another spelling once, then stay.
            using var second = JsonDocument.Parse(again, new JsonDocumentOptions { MaxDepth = 2000 });
            Assert.Empty(new JsonComparison("dcm2json").Compare(json.RootElement, second.RootElement));
        }
    }

    [Fact]
    public void The_order_of_an_object_does_not_matter()
    {
        var names = Enumerable.Range(0, 100_000).Select(i => $"{0x00110000 + ((i >> 8) << 17) + 0x1000 + (i & 0xFF):X8}").ToList();
        using var json = JsonDocument.Parse("{" + string.Join(',', names.AsEnumerable().Reverse().Select(name => $"\"{name}\":{{\"vr\":\"US\",\"Value\":[1]}}")) + ",\"00110010\":{\"vr\":\"LO\",\"Value\":[\"ONE\"]},\"00081140\":{\"vr\":\"SQ\",\"Value\":[{}]}}");
        var dataSet = DicomJson.Read(json.RootElement);
        Assert.Equal(names, dataSet.Where(element => element.VR == VR.US).Select(element => element.Tag.ToHex()));
        Assert.Equal("ONE", dataSet.GetString(new Tag(0x0011, 0x0010)));
        Assert.Same(dataSet, dataSet.GetItems(Tags.ReferencedImageSequence)[0].Parent);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"PatientName\":{}}")]
    [InlineData("{\"00100010\":[]}")]
    [InlineData("{\"00100010\":{\"vr\":5}}")]
    [InlineData("{\"00100010\":{\"vr\":\"PN\",\"Value\":{}}}")]
    [InlineData("{\"00100010\":{\"vr\":\"PN\",\"Value\":[[]]}}")]
    [InlineData("{\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":5}]}}")]
    [InlineData("{\"00280010\":{\"vr\":\"US\",\"Value\":[70000]}}")]
    [InlineData("{\"00280010\":{\"vr\":\"US\",\"Value\":[\"x\"]}}")]
    [InlineData("{\"00280010\":{\"vr\":\"OW\",\"Value\":[true]}}")]
    [InlineData("{\"7FE00010\":{\"vr\":\"OW\",\"InlineBinary\":\"*\"}}")]
    [InlineData("{\"00081140\":{\"vr\":\"SQ\",\"Value\":[5]}}")]
    [InlineData("{\"00280009\":{\"vr\":\"AT\",\"Value\":[\"zz\"]}}")]
    [InlineData("{\"00180050\":{\"vr\":\"FD\",\"Value\":[\"zz\"]}}")]
    public void What_is_not_the_model_is_refused(string text)
    {
        using var json = JsonDocument.Parse(text);
        Assert.Throws<JsonException>(() => DicomJson.Read(json.RootElement));
    }

    [Fact]
    public void Bulk_data_is_asked_for_and_text_becomes_utf8()
    {
        using var json = JsonDocument.Parse("""{"7FE00010":{"vr":"OW","BulkDataURI":"x"},"00100010":{"vr":"PN","Value":[{"Ideographic":"阮"}]},"00180050":{"Value":[1.5]}}""");
        var dataSet = DicomJson.Read(json.RootElement, uri => uri == "x" ? new byte[] { 1, 2 } : null);
        Assert.Equal([1, 2], dataSet[Tags.PixelData]!.Bytes.ToArray());
        Assert.Equal(("=阮", "1.5", "ISO_IR 192"), (dataSet.GetString(Tags.PatientName), dataSet.GetString(Tags.SliceThickness), dataSet.GetString(Tags.SpecificCharacterSet)));
        Assert.True(DicomJson.Read(json.RootElement)[Tags.PixelData]!.IsEmpty);
    }

    private static string Write(DataSet dataSet, Func<string, DataElement, string?>? bulk)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { MaxDepth = 2000, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            DicomJson.Write(json, dataSet, bulk);
        return System.Text.Encoding.UTF8.GetString(output.ToArray());
    }
}
