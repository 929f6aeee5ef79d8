using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.DeIdentification;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Filmless.StudyLinks;

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

    [Fact]
    public void Dates_that_are_shifted_lie_as_far_apart_as_before_and_somewhere_else_under_each_link()
    {
        var (first, second) = (Moments("20240305", "20240309101112.5"), Moments("20240305", "20240309101112.5"));
        var (here, there) = (Mask(first, LinkDates.Shifted, "link"), Mask(second, LinkDates.Shifted, "other"));

        var (study, acquired) = (here.GetString(Tags.StudyDate)!, here.GetString(Tags.AcquisitionDateTime)!);
        Assert.NotEqual("20240305", study);
        Assert.NotEqual(study, there.GetString(Tags.StudyDate));
        Assert.Equal(4, Day(acquired).DayNumber - Day(study).DayNumber);
        Assert.Equal(("101112.5", "081500"), (acquired[8..], here.GetString(Tags.StudyTime)));
        Assert.True(here[Tags.PatientBirthDate] is { IsEmpty: true });
        Assert.Equal("MODIFIED", here.GetString(Tags.LongitudinalTemporalInformationModified));
        // what is no day cannot be moved: it is emptied or replaced as if no date were shown
        Assert.True(Mask(Moments("2024", "x"), LinkDates.Shifted, "link") is var odd && odd[Tags.StudyDate] is { IsEmpty: true } && odd.GetString(Tags.AcquisitionDateTime) == "19000101");
    }

    [Fact]
    public void Dates_that_are_kept_are_those_of_the_acquisition_and_not_of_the_patient()
    {
        var masked = Mask(Moments("20240305", "20240309101112.5"), LinkDates.Kept, "link");

        Assert.Equal(("20240305", "20240309101112.5"), (masked.GetString(Tags.StudyDate), masked.GetString(Tags.AcquisitionDateTime)));
        Assert.True(masked[Tags.PatientBirthDate] is { IsEmpty: true });
        Assert.Equal("UNMODIFIED", masked.GetString(Tags.LongitudinalTemporalInformationModified));
        Assert.Equal("REMOVED", Mask(Moments("20240305", "20240309")).GetString(Tags.LongitudinalTemporalInformationModified));
    }

    private static DataSet Moments(string study, string acquired) =>
        Utf8().SetString(Tags.StudyDate, study).SetString(Tags.StudyTime, "081500").SetString(Tags.AcquisitionDateTime, acquired).SetString(Tags.PatientBirthDate, "19620415");

    private static DateOnly Day(string text) => DateOnly.ParseExact(text[..8], "yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);

    private static DataSet Utf8() => new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192");

    private DataSet Mask(DataSet dataSet, LinkDates dates = LinkDates.Removed, string link = "link") => new DeIdentifier(SigningKey.LoadOrCreate(_folder), link, dates).Apply(dataSet);
}
