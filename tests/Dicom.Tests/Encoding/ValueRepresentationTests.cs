using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Tests.Encoding;

/// <summary>Each of the 34 representations (PS3.5 table 6.2-1): set, written in every coding, read, and asked for in its type.</summary>
public class ValueRepresentationTests
{
    private static readonly TransferSyntax[] Syntaxes =
        [TransferSyntax.ImplicitVRLittleEndian, TransferSyntax.ExplicitVRLittleEndian, TransferSyntax.ExplicitVRBigEndian, TransferSyntax.DeflatedExplicitVRLittleEndian];

    [Theory]
    [InlineData("AE", "STORESCP")]
    [InlineData("AS", "042Y")]
    [InlineData("CS", "ORIGINAL")]
    [InlineData("DA", "20260102")]
    [InlineData("DS", "-1.5")]
    [InlineData("DT", "20260102101112.5+0700")]
    [InlineData("IS", "-42")]
    [InlineData("LO", "Khoa Nội")]
    [InlineData("LT", " a\\b\r\nc")]
    [InlineData("PN", "Nguyễn^Văn=阮")]
    [InlineData("SH", "CT1")]
    [InlineData("ST", " a\\b")]
    [InlineData("TM", "101112.5")]
    [InlineData("UC", " long")]
    [InlineData("UI", "1.2.840")]
    [InlineData("UR", "https://example.org/a\\b")]
    [InlineData("UT", " a\\b")]
    public void Text(string vr, string value) => InEverySyntax(vr, (dataSet, tag) => dataSet.SetString(tag, value), (dataSet, tag) =>
    {
        Assert.Equal(value, dataSet.GetString(tag));
        Assert.Equal([value], dataSet.GetStrings(tag));
        Assert.Equal(0, dataSet[tag]!.Bytes.Length % 2);
    });

    [Theory]
    [InlineData("SS", short.MinValue)]
    [InlineData("US", ushort.MaxValue)]
    [InlineData("SL", int.MinValue)]
    [InlineData("UL", uint.MaxValue)]
    [InlineData("SV", long.MinValue)]
    [InlineData("UV", long.MaxValue)]
    [InlineData("AT", 0x00280010)]
    [InlineData("IS", int.MinValue)]
    public void Integers(string vr, long value) => InEverySyntax(vr, (dataSet, tag) => dataSet.SetInteger(tag, value), (dataSet, tag) =>
    {
        Assert.Equal(value, dataSet.GetInteger(tag));
        Assert.Equal([vr == "AT" ? "00280010" : value.ToString(System.Globalization.CultureInfo.InvariantCulture)], dataSet.GetStrings(tag));
    });

    [Theory]
    [InlineData("FL", 1.5)]
    [InlineData("FL", -3.4028234663852886E+38)]
    [InlineData("FD", double.Epsilon)]
    [InlineData("FD", double.NegativeInfinity)]
    [InlineData("DS", 0.1)]
    public void Numbers(string vr, double value) =>
        InEverySyntax(vr, (dataSet, tag) => dataSet.SetNumber(tag, value), (dataSet, tag) => Assert.Equal(value, dataSet.GetNumber(tag) ?? dataSet.GetNumbers(tag)[0]));

    [Theory]
    [InlineData("OB", 1)]
    [InlineData("OW", 2)]
    [InlineData("OF", 4)]
    [InlineData("OL", 4)]
    [InlineData("OD", 8)]
    [InlineData("OV", 8)]
    public void Bytes(string vr, int unit)
    {
        byte[] bytes = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];
        InEverySyntax(vr, (dataSet, tag) => dataSet.Set(new DataElement(tag, VROf(vr), bytes)), (dataSet, tag) =>
        {
            Assert.Equal(bytes, dataSet[tag]!.Bytes.ToArray());
            Assert.Equal(vr == "OB" ? 0 : 16 / unit, dataSet.GetNumbers(tag).Count);
        });
    }

    [Fact]
    public void Unknown_bytes_stay_as_they_are()
    {
        var tag = new Tag(0x0009, 0x1001);
        var dataSet = new DataSet().Set(new DataElement(new Tag(0x0009, 0x0010), VR.LO, "OURS"u8.ToArray())).Set(new DataElement(tag, VR.UN, new byte[] { 1, 2, 3 }));
        foreach (var syntax in Syntaxes)
            Assert.Equal([1, 2, 3, 0], DataSetReader.Read(DataSetWriter.ToArray(dataSet, syntax), syntax)[tag]!.Bytes.ToArray());
    }

    [Fact]
    public void Sequences() => InEverySyntax("SQ", (dataSet, tag) => dataSet.SetItems(tag, new DataSet().SetInteger(Tags.Rows, 5), new DataSet()), (dataSet, tag) =>
    {
        Assert.Equal(2, dataSet.GetItems(tag).Count);
        Assert.Equal(5, dataSet.GetItems(tag)[0].GetInteger(Tags.Rows));
    });

    [Fact]
    public void Several_values_keep_their_order_and_their_gaps()
    {
        var dataSet = new DataSet().SetString(Tags.ImageType, "A", "", "C").SetNumber(Tags.ImagePositionPatient, 1, -2.5, 3).SetInteger(Tags.GridDimensions, 7, 8)
            .SetString(Tags.OtherPatientIDs, "  x ", "y");
        Assert.Equal(["A", "", "C"], dataSet.GetStrings(Tags.ImageType));
        Assert.Equal([1, -2.5, 3], dataSet.GetNumbers(Tags.ImagePositionPatient));
        Assert.Equal([7, 8], dataSet.GetNumbers(Tags.GridDimensions));
        Assert.Equal(["x", "y"], dataSet.GetStrings(Tags.OtherPatientIDs));
    }

    [Fact]
    public void A_value_that_is_not_of_its_kind_is_refused()
    {
        Assert.Throws<OverflowException>(() => new DataSet().SetInteger(Tags.Rows, 65536));
        Assert.Throws<OverflowException>(() => new DataSet().SetInteger(Tags.Rows, -1));
        Assert.Throws<ArgumentException>(() => new DataSet().SetString(Tags.Rows, "5"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataSet().SetNumber(Tags.SliceThickness, double.NaN));
        Assert.Null(new DataSet().SetString(Tags.InstanceNumber, "abc").GetInteger(Tags.InstanceNumber));
        Assert.Equal([double.NaN, 2], new DataSet().SetString(Tags.PixelSpacing, "x", "2").GetNumbers(Tags.PixelSpacing));
    }

    private static VR VROf(string text) => VR.TryParse(text, out var vr) ? vr : throw new ArgumentException(text);

    // On the first attribute of the dictionary that has no other representation.
    private static void InEverySyntax(string vr, Action<DataSet, Tag> set, Action<DataSet, Tag> check)
    {
        var tag = DicomDictionary.All.First(e => e.VR == VROf(vr) && e.Alternatives.Count == 0 && !e.IsRepeating && e.Tag.Group > 0x0008).Tag;
        var dataSet = new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192");
        set(dataSet, tag);
        Assert.Equal(VROf(vr), dataSet[tag]!.VR);
        check(dataSet, tag);
        foreach (var syntax in Syntaxes)
        {
            var read = DataSetReader.Read(DataSetWriter.ToArray(dataSet, syntax), syntax);
            Assert.Equal(VROf(vr), read[tag]!.VR);
            check(read, tag);
        }
    }
}
