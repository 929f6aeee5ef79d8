using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Tests.Dictionary;

public class DicomDictionaryTests
{
    [Fact]
    public void Every_row_is_found_by_its_tag_and_by_its_keyword()
    {
        foreach (var entry in DicomDictionary.All)
        {
            Assert.Same(entry, DicomDictionary.Find(entry.Tag));
            if (entry.Keyword.Length > 0)
                Assert.Same(entry, DicomDictionary.FindByKeyword(entry.Keyword));
        }
    }

    [Fact]
    public void A_row_holds_the_facts_of_the_standard()
    {
        var name = DicomDictionary.Find(Tags.PatientName)!;
        Assert.Equal((new Tag(0x0010, 0x0010), VR.PN, "PatientName", "Patient's Name", false), (name.Tag, name.VR, name.Keyword, name.Name, name.IsRetired));
        Assert.Equal("1", name.VM.ToString());
        var type = DicomDictionary.Find(Tags.ImageType)!;
        Assert.Equal("2-n", type.VM.ToString());
        Assert.False(type.VM.Allows(1));
        var padding = DicomDictionary.Find(Tags.PixelPaddingValue)!;
        Assert.Equal((VR.US, VR.SS), (padding.VR, Assert.Single(padding.Alternatives)));
        Assert.True(DicomDictionary.DependsOnPixelRepresentation(Tags.PixelPaddingValue));
    }

    [Theory]
    [InlineData("60023000", "OverlayData")]
    [InlineData("50040005", "CurveDimensions")]
    [InlineData("00203155", "SourceImageIDs")]
    [InlineData("00020010", "TransferSyntaxUID")]
    [InlineData("00000100", "CommandField")]
    [InlineData("00041430", "DirectoryRecordType")]
    public void Repeating_command_meta_and_directory_elements_are_known(string tag, string keyword)
    {
        Assert.True(Tag.TryParse(tag, out var parsed));
        Assert.Equal(keyword, DicomDictionary.Find(parsed)!.Keyword);
    }

    [Fact]
    public void Unknown_things_are_not_found()
    {
        Assert.Null(DicomDictionary.Find(new Tag(0x0009, 0x1010)));
        Assert.Null(DicomDictionary.Find(new Tag(0x0008, 0xEEEE)));
        Assert.Null(DicomDictionary.FindByKeyword("patientname"));
        Assert.Null(DicomDictionary.FindByKeyword(""));
        Assert.Null(UidDictionary.Find(new Uid("1.2.3")));
    }

    [Fact]
    public void Implicit_readers_get_a_representation_for_every_tag()
    {
        Assert.Equal(VR.OW, DicomDictionary.ImplicitVR(Tags.PixelData));
        Assert.Equal(VR.UL, DicomDictionary.ImplicitVR(new Tag(0x0009, 0)));
        Assert.Equal(VR.LO, DicomDictionary.ImplicitVR(new Tag(0x0009, 0x0010)));
        Assert.Equal(VR.UN, DicomDictionary.ImplicitVR(new Tag(0x0009, 0x1001)));
        Assert.Equal(VR.UN, DicomDictionary.ImplicitVR(new Tag(0x0008, 0xEEEE)));
    }

    [Fact]
    public void Identifiers_and_storage_classes_are_known()
    {
        Assert.Equal("1.2.840.10008.5.1.4.1.1.2", Uids.CTImageStorage.Value);
        Assert.Equal("1.2.840.10008.1.2.4.202", Uids.HTJ2KLosslessRPCL.Value);
        Assert.Equal("JPEG XL Lossless", UidDictionary.NameOf(Uids.JPEGXLLossless));
        Assert.Equal(UidKind.TransferSyntax, UidDictionary.Find(Uids.RLELossless)!.Kind);
        Assert.True(StorageSopClasses.Contains(Uids.CTImageStorage));
        Assert.True(StorageSopClasses.Contains(Uids.HangingProtocolStorage));
        Assert.True(StorageSopClasses.Contains(Uids.UltrasoundImageStorageRetired));
        Assert.False(StorageSopClasses.Contains(Uids.Verification));
        Assert.False(StorageSopClasses.Contains(Uids.StorageCommitmentPushModel));
        Assert.False(StorageSopClasses.Contains(Uids.InventoryFind));
        Assert.True(StorageSopClasses.Contains(Uids.CTImageStorageForProcessing));
        Assert.True(StorageSopClasses.Contains(Uids.WaveformPresentationStateStorage));
        Assert.True(StorageSopClasses.Contains(Uids.UltrasoundWaveformStorage));
        Assert.Equal(StorageSopClasses.All.Count, StorageSopClasses.All.Distinct().Count());
    }

    [Fact]
    public void The_rows_are_those_of_the_edition()
    {
        // PS3.6 2026d: table 6-1 5268 rows, 7-1 22, 8-1 19, 9-1 1; tables A-1 468 and A-2 28. PS3.7 E: 46 command elements.
        var groups = DicomDictionary.All.Select(e => e.Tag.Group).ToArray();
        Assert.Equal((46, 22, 19, 1), (Rows(0x0000), Rows(0x0002), Rows(0x0004), Rows(0x0006)));
        Assert.Equal(5268 + 46 + 22 + 19 + 1, DicomDictionary.Count);
        Assert.Equal(468 + 28, UidDictionary.All.Count);
        Assert.True(DicomDictionary.Find(Tags.EthnicGroup)!.IsRetired);
        Assert.False(DicomDictionary.Find(Tags.DoseValue)!.IsRetired);
        Assert.Equal(new Tag(0x3004, 0x007F), Tags.DoseCalculationModelName);

        int Rows(int group) => groups.Count(g => g == group);
    }
}
