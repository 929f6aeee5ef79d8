using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.DeIdentification;
using ImagingGateway.Filmless.Secrets;

namespace ImagingGateway.Filmless.Tests.DeIdentification;

/// <summary>The actions of PS3.15 table E.1-1 as they are taken here: removed, emptied, replaced, another UID.</summary>
public sealed class DeIdentifierTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("masks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_an_image_must_have_is_replaced_at_any_depth()
    {
        var frame = new DataSet().SetString(Tags.FrameAcquisitionDateTime, "20240305101112.5").SetString(Tags.FrameComments, "Nguyen An");
        var masked = Mask(Utf8().SetString(Tags.ContentDate, "20240305").SetString(Tags.ContentTime, "101112").SetString(Tags.DeviceSerialNumber, "SN-4711")
            .SetItems(Tags.PerFrameFunctionalGroupsSequence, new DataSet().SetItems(Tags.FrameContentSequence, frame)));
        Assert.Equal(("19000101", "000000", "REMOVED"), (masked.GetString(Tags.ContentDate), masked.GetString(Tags.ContentTime), masked.GetString(Tags.DeviceSerialNumber)));
        var content = masked.GetItems(Tags.PerFrameFunctionalGroupsSequence)[0].GetItems(Tags.FrameContentSequence)[0];
        Assert.Equal("19000101", content.GetString(Tags.FrameAcquisitionDateTime));
        Assert.False(content.Contains(Tags.FrameComments));
    }

    [Fact]
    public void What_may_be_empty_is_emptied_and_what_was_empty_stays_so()
    {
        var masked = Mask(Utf8().SetString(Tags.AcquisitionDate, "20240305").SetString(Tags.OperatorsName, "Trần^Bình").SetEmpty(Tags.ContentDate));
        Assert.All([Tags.AcquisitionDate, Tags.OperatorsName, Tags.ContentDate], tag => Assert.True(masked[tag] is { IsEmpty: true }));
        Assert.False(masked.Contains(Tags.ContentTime)); // nothing is added that was not there
    }

    [Fact]
    public void Sequences_that_the_profile_removes_go_although_their_items_hold_codes()
    {
        var code = new DataSet().SetString(Tags.CodeValue, "1").SetString(Tags.CodeMeaning, "Khoa Nhi");
        var masked = Mask(Utf8().SetItems(Tags.InstitutionalDepartmentTypeCodeSequence, code));
        Assert.False(masked.Contains(Tags.InstitutionalDepartmentTypeCodeSequence));
    }

    [Fact]
    public void A_uid_and_a_sequence_that_came_as_UN_are_masked_like_others()
    {
        var uid = "1.2.3.4"u8.ToArray().Append((byte)0).ToArray();
        byte[] item = [0xFE, 0xFF, 0x00, 0xE0, 16, 0, 0, 0, 0x08, 0, 0x55, 0x11, 8, 0, 0, 0, .. uid];
        var masked = Mask(new DataSet().Set(new DataElement(Tags.SOPInstanceUID, VR.UN, uid)).Set(new DataElement(Tags.SourceImageSequence, VR.UN, item)));
        Assert.StartsWith("2.25.", masked.GetString(Tags.SOPInstanceUID), StringComparison.Ordinal);
        Assert.Equal(masked.GetString(Tags.SOPInstanceUID), masked.GetItems(Tags.SourceImageSequence)[0].GetString(Tags.ReferencedSOPInstanceUID));
    }

    private static DataSet Utf8() => new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192");

    private DataSet Mask(DataSet dataSet) => new DeIdentifier(SigningKey.LoadOrCreate(_folder), "link").Apply(dataSet);
}
