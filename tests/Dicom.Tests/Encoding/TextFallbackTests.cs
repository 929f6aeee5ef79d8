using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Tests.Encoding;

public class TextFallbackTests
{
    [Theory]
    // The bytes of TCVN3 and Windows-1258 are those that iconv makes; of VNI those of its published table.
    [InlineData("tcvn3", "4E677579D46E5E56A86E20416E", "Nguyễn^Văn An")]
    [InlineData("tcvn3", "A7E75E5468DE2048ADAC6E67204769616E67", "Đỗ^Thị Hương Giang")]
    [InlineData("tcvn3", "5452C74E5E5155E843", "TRẦN^QUỐC")] // small letters in a font of capitals
    [InlineData("windows-1258", "4E677579EADE6E5E56E36E20416E", "Nguyễn^Văn An")]
    [InlineData("windows-1258", "D0F4DE5E546869F22048FDF56E67204769616E67", "Đỗ^Thị Hương Giang")]
    [InlineData("WINDOWS-1258", "5452C2CC4E5E5155D4EC4320D041F254", "TRẦN^QUỐC ĐẠT")]
    [InlineData("vni", "4E67757965E36E5E5661EA6E20416E", "Nguyễn^Văn An")]
    [InlineData("vni", "D16FE35E5468F22048F6F46E67204769616E67", "Đỗ^Thị Hương Giang")]
    [InlineData("vni", "545241C04E5E51554FC14320D141CF54", "TRẦN^QUỐC ĐẠT")]
    [InlineData("vni", "48F4F86E205068F6F4ED", null)] // í on ơ is no Vietnamese: Hờn Phươí
    public void Undeclared_code_pages_are_read(string name, string hex, string? expected)
    {
        Assert.True(TextFallbacks.TryGet(name, out var fallback));
        var text = fallback!.Decode(Convert.FromHexString(hex));
        Assert.Equal(expected ?? "Hờn Phươí", text);
    }

    [Theory]
    [InlineData("tcvn3", "41C0")]
    [InlineData("tcvn3", "4180")]
    [InlineData("vni", "41FF")]
    [InlineData("vni", "20F9")] // a mark on nothing
    [InlineData("windows-1258", "D2A0FFFF8A")]
    public void Bytes_of_another_code_page_are_not_taken(string name, string hex)
    {
        TextFallbacks.TryGet(name, out var fallback);
        Assert.Null(fallback!.Decode(Convert.FromHexString(hex)));
    }

    [Fact]
    public void A_source_has_its_own_or_that_of_everyone()
    {
        var fallbacks = TextFallbacks.Of(new Dictionary<string, string> { ["*"] = "windows-1258", ["OLD_CT"] = "tcvn3", ["NEW_CT"] = "utf-8" });
        TextFallbacks.TryGet("tcvn3", out var tcvn3);
        TextFallbacks.TryGet("windows-1258", out var windows);
        Assert.Same(tcvn3, fallbacks.For(AETitle.Parse("OLD_CT")));
        Assert.Null(fallbacks.For(AETitle.Parse("NEW_CT")));
        Assert.Same(windows, fallbacks.For(AETitle.Parse("OTHER")));
        Assert.Same(windows, fallbacks.For(null));
        Assert.Null(TextFallbacks.None.For(AETitle.Parse("OLD_CT")));
        Assert.False(TextFallbacks.TryGet("latin9", out _));
    }

    [Fact]
    public void A_data_set_is_read_whole_and_the_original_stays()
    {
        TextFallbacks.TryGet("tcvn3", out var fallback);
        var name = Convert.FromHexString("4E677579D46E5E56A86E20416E");
        var original = new DataSet().Set(new DataElement(Tags.PatientName, VR.PN, name)).SetString(Tags.PatientID, "P1")
            .SetItems(Tags.OtherPatientIDsSequence, new DataSet().Set(new DataElement(Tags.PatientName, VR.PN, name)));
        var read = original.ReadWith(fallback);
        Assert.Equal("Nguyễn^Văn An", read.GetString(Tags.PatientName));
        Assert.Equal("Nguyễn^Văn An", read.GetItems(Tags.OtherPatientIDsSequence)[0].GetString(Tags.PatientName));
        Assert.Equal(("ISO_IR 192", "P1"), (read.GetString(Tags.SpecificCharacterSet), read.GetString(Tags.PatientID)));
        Assert.Equal(name, original[Tags.PatientName]!.Bytes.ToArray());
        Assert.Same(original, original.ReadWith(null));
    }

    [Fact]
    public void What_is_declared_and_valid_is_not_touched_by_a_fallback()
    {
        TextFallbacks.TryGet("tcvn3", out var fallback);
        var declared = new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 144").SetString(Tags.PatientName, "Иванов");
        Assert.Equal("Иванов", declared.ReadWith(fallback).GetString(Tags.PatientName));
        var untagged = new DataSet().Set(new DataElement(Tags.PatientName, VR.PN, "Đỗ^An"u8.ToArray()));
        Assert.Equal("Đỗ^An", untagged.ReadWith(fallback).GetString(Tags.PatientName));
    }

    [Fact]
    public void For_ASCII_only_applications_marks_are_taken_off()
    {
        var plain = new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192").SetString(Tags.PatientName, "Đỗ^Thị Hương=阮")
            .SetItems(Tags.RequestAttributesSequence, new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192").SetString(Tags.RequestedProcedureDescription, "Ngực"))
            .Unaccented();
        Assert.Equal("Do^Thi Huong=?", plain.GetString(Tags.PatientName));
        Assert.Equal("Nguc", plain.GetItems(Tags.RequestAttributesSequence)[0].GetString(Tags.RequestedProcedureDescription));
        Assert.False(plain.Contains(Tags.SpecificCharacterSet));
    }
}
