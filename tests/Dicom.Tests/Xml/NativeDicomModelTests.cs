using System.Text.Json;
using System.Xml.Linq;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Json;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Dicom.Xml;

namespace ImagingGateway.Dicom.Tests.Xml;

public class NativeDicomModelTests
{
    private static readonly XNamespace Ns = "http://dicom.nema.org/PS3.19/models/NativeDICOM";

    [Fact]
    public void Every_form_of_value_is_written_as_the_standard_shows_it()
    {
        var dataSet = new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192").SetString(Tags.ImageType, "MPG", "", "XR3")
            .SetString(Tags.PatientName, "Nguyễn^Thị^Hương=阮^氏").SetEmpty(Tags.PatientID).SetInteger(Tags.FrameIncrementPointer, 0x00181063)
            .SetNumber(Tags.PixelSpacing, 0.5, 0.25).SetInteger(Tags.Rows, 512)
            .SetItems(Tags.ReferencedImageSequence, new DataSet().SetString(Tags.ReferencedSOPInstanceUID, "1.2"), new DataSet())
            .Set(new DataElement(new Tag(0x0009, 0x0011), VR.LO, "OURS"u8.ToArray()))
            .Set(new DataElement(new Tag(0x0009, 0x1102), VR.OB, new byte[] { 1, 2 }))
            .Set(new DataElement(Tags.PixelData, VR.OW, new BulkReference(0, 8, false, false)));
        const string expected = """
            <NativeDicomModel xml:space="preserve" xmlns="http://dicom.nema.org/PS3.19/models/NativeDICOM">
            <DicomAttribute tag="00080005" vr="CS" keyword="SpecificCharacterSet"><Value number="1">ISO_IR 192</Value></DicomAttribute>
            <DicomAttribute tag="00080008" vr="CS" keyword="ImageType"><Value number="1">MPG</Value><Value number="2"></Value><Value number="3">XR3</Value></DicomAttribute>
            <DicomAttribute tag="00081140" vr="SQ" keyword="ReferencedImageSequence"><Item number="1"><DicomAttribute tag="00081155" vr="UI" keyword="ReferencedSOPInstanceUID"><Value number="1">1.2</Value></DicomAttribute></Item><Item number="2" /></DicomAttribute>
            <DicomAttribute tag="00090011" vr="LO"><Value number="1">OURS</Value></DicomAttribute>
            <DicomAttribute tag="00090002" vr="OB" privateCreator="OURS"><InlineBinary>AQI=</InlineBinary></DicomAttribute>
            <DicomAttribute tag="00100010" vr="PN" keyword="PatientName"><PersonName number="1"><Alphabetic><FamilyName>Nguyễn</FamilyName><GivenName>Thị</GivenName><MiddleName>Hương</MiddleName></Alphabetic><Ideographic><FamilyName>阮</FamilyName><GivenName>氏</GivenName></Ideographic></PersonName></DicomAttribute>
            <DicomAttribute tag="00100020" vr="LO" keyword="PatientID" />
            <DicomAttribute tag="00280009" vr="AT" keyword="FrameIncrementPointer"><Value number="1">00181063</Value></DicomAttribute>
            <DicomAttribute tag="00280010" vr="US" keyword="Rows"><Value number="1">512</Value></DicomAttribute>
            <DicomAttribute tag="00280030" vr="DS" keyword="PixelSpacing"><Value number="1">0.5</Value><Value number="2">0.25</Value></DicomAttribute>
            <DicomAttribute tag="7FE00010" vr="OW" keyword="PixelData"><BulkData uri="bulk/7FE00010" /></DicomAttribute>
            </NativeDicomModel>
            """;
        var written = Write(dataSet, (path, _) => "bulk/" + path).ToString(SaveOptions.DisableFormatting);
        Assert.Equal(expected.ReplaceLineEndings(string.Empty), written);
    }

    [Fact]
    public void Characters_that_XML_has_not_are_replaced()
    {
        var dataSet = new DataSet().Set(new DataElement(Tags.PatientComments, VR.LT, System.Text.Encoding.UTF8.GetBytes("a\u0001b\f\tc<&>\u0000d ")));
        Assert.Equal("a\uFFFDb\uFFFD\tc<&>\uFFFDd", Write(dataSet).Descendants(Ns + "Value").Single().Value);
    }

    [Fact]
    public void Metadata_kept_as_JSON_says_the_same()
    {
        var dataSet = new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192").SetString(Tags.PatientName, "Đỗ^An")
            .SetItems(Tags.ReferencedImageSequence, new DataSet().Set(new DataElement(new Tag(0x0042, 0x0011), VR.OB, new BulkReference(9, 4, false, false))))
            .Set(new DataElement(Tags.PixelData, VR.OB, new Fragments { new byte[] { 1, 2 } }));
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
            DicomJson.Write(json, dataSet, (path, _) => "bulk/" + path);
        using var document = JsonDocument.Parse(output.ToArray());
        var read = DicomJson.ReadReferences(document.RootElement);
        var expected = Write(dataSet, (path, _) => "bulk/" + path);
        Assert.Equal(2, expected.Descendants(Ns + "BulkData").Count());
        Assert.True(XNode.DeepEquals(expected, Write(read, (_, element) => element.Bulk?.Uri)));
    }

    private static XElement Write(DataSet dataSet, Func<string, DataElement, string?>? bulkDataUri = null)
    {
        using var output = new MemoryStream();
        NativeDicomModel.Write(output, dataSet, bulkDataUri);
        return XElement.Parse(System.Text.Encoding.UTF8.GetString(output.ToArray()), LoadOptions.PreserveWhitespace);
    }
}
