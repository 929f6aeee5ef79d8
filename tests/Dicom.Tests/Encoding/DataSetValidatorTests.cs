using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Tests.Encoding;

public class DataSetValidatorTests
{
    [Theory]
    [InlineData("AE", "STORE SCP", "STORE_SCP_TOO_LONG")]
    [InlineData("AS", "042Y", "42Y")]
    [InlineData("CS", "ORIGINAL_1", "original")]
    [InlineData("CS", "A B", "A-B")]
    [InlineData("DA", "20240229", "20230229")]
    [InlineData("DA", "19700101", "1970.01.01")]
    [InlineData("DS", "-1.5E+3", "1,5")]
    [InlineData("DS", ".5", "0.12345678901234567")]
    [InlineData("DT", "20260102101112.123456+0700", "2026010210111")]
    [InlineData("DT", "2026", "20261301")]
    [InlineData("IS", "-2147483648", "2147483648")]
    [InlineData("IS", "+5", "5.0")]
    [InlineData("LO", "Khoa Chẩn đoán hình ảnh", "a\u0001b")]
    [InlineData("PN", "Nguyễn^Văn^An^^=阮=", "A^B^C^D^E^F")]
    [InlineData("PN", "A=B=C", "A=B=C=D")]
    [InlineData("SH", "ACC-1", "12345678901234567")]
    [InlineData("TM", "235960.123456", "2400")]
    [InlineData("TM", "07", "07:30")]
    [InlineData("UI", "1.2.840.10008.1.2", "1.02.3")]
    [InlineData("UI", "2.25.0", "1.2.")]
    [InlineData("UR", "https://example.org/a", "https://example.org/a b")]
    public void A_value_has_the_form_of_its_representation(string vr, string good, string bad)
    {
        Assert.True(VR.TryParse(vr, out var parsed));
        Assert.Null(ValueForm.FaultOf(parsed, good));
        Assert.NotNull(ValueForm.FaultOf(parsed, bad));
        Assert.Null(ValueForm.FaultOf(parsed, string.Empty));
    }

    [Theory]
    [InlineData("LT", 10240)]
    [InlineData("ST", 1024)]
    [InlineData("LO", 64)]
    [InlineData("PN", 64)]
    public void Length_counts_characters(string vr, int most)
    {
        Assert.True(VR.TryParse(vr, out var parsed));
        Assert.Null(ValueForm.FaultOf(parsed, string.Concat(Enumerable.Repeat("😀", most))));
        Assert.NotNull(ValueForm.FaultOf(parsed, new string('x', most + 1)));
    }

    [Fact]
    public void Good_data_sets_have_no_deviations()
    {
        var dataSet = new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192").SetString(Tags.ImageType, "ORIGINAL", "PRIMARY", "AXIAL")
            .SetString(Tags.PatientName, "Nguyễn^An").SetEmpty(Tags.PatientID).SetNumber(Tags.PixelSpacing, 0.5, 0.5).SetInteger(Tags.Rows, 5)
            .SetItems(Tags.ReferencedImageSequence, new DataSet().SetString(Tags.ReferencedSOPInstanceUID, "1.2"))
            .Set(new DataElement(new Tag(0x0009, 0x0010), VR.LO, "OURS"u8.ToArray())).Set(new DataElement(new Tag(0x0009, 0x1001), VR.UN, new byte[3]));
        Assert.Empty(DataSetValidator.Validate(dataSet));
    }

    [Fact]
    public void Breaches_are_told_with_tag_and_clause()
    {
        var dataSet = new DataSet().SetNumber(Tags.PixelSpacing, 0.5)
            .Set(new DataElement(Tags.Rows, VR.UL, new byte[4])).Set(new DataElement(Tags.Columns, VR.US, new byte[3]))
            .Set(new DataElement(new Tag(0x0009, 0x1001), VR.LO, "x"u8.ToArray()))
            .Set(new DataElement(Tags.PatientID, new VR(0x5A5A), "x"u8.ToArray()))
            .SetItems(Tags.ReferencedImageSequence, new DataSet().SetString(Tags.ReferencedSOPInstanceUID, "1.2.x"));
        Assert.Equal(
            [
                (Tags.ReferencedSOPInstanceUID, "PS3.5 6.2"), (new Tag(0x0009, 0x1001), "PS3.5 7.8.1"), (Tags.PatientID, "PS3.5 6.2"),
                (Tags.Rows, "PS3.6 6"), (Tags.Columns, "PS3.5 6.2"), (Tags.PixelSpacing, "PS3.5 6.4"),
            ],
            DataSetValidator.Validate(dataSet).Select(deviation => (deviation.Tag, deviation.Clause)));
    }
}
