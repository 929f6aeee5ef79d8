using System.Text.Json;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.DeIdentification;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Filmless.Tests.DeIdentification;

/// <summary>Which images may name the patient, so that a link without names leaves them out.</summary>
public sealed class BurnedInTextTests
{
    private const string Mark = "00280301", Face = "00280302", Conversion = "00080064", ImageType = "00080008";

    [Theory]
    [InlineData("2", "CT")]
    [InlineData("1.1", "DX")]
    [InlineData("30", "MR")] // no ultrasound, although it begins with a 3
    [InlineData("128", "PT", ImageType, "ORIGINAL\\PRIMARY")]
    [InlineData("7.2", "OT", Mark, "NO")] // the device says that it is free of text
    [InlineData("1", "CR", Conversion, "DI")]
    [InlineData("2", "CT", Face, "NO")]
    public void Shown(string sopClass, string modality, string? tag = null, string? value = null) => Assert.Equal(LeftOut.Nothing, Of(sopClass, modality, tag, value));

    [Theory]
    [InlineData("2", "CT", Mark, "YES")]
    [InlineData("2", "CT", Mark, "PERHAPS")]
    [InlineData("6.1", "US", Mark, "YES")]
    [InlineData("2", "CT", Face, "YES")]
    public void Left_out_because_the_device_says_so(string sopClass, string modality, string tag, string value) => Assert.Equal(new LeftOut(2, 0, 0), Of(sopClass, modality, tag, value));

    [Theory]
    [InlineData("3.1", "US")]
    [InlineData("6.1", "US", Mark, "")]
    [InlineData("7", "CT")] // a screen copy
    [InlineData("12.2", "RF")]
    [InlineData("77.1.1", "ES")]
    [InlineData("77.1.4", "XC")]
    [InlineData("1", "RF")] // fluoroscopy sent as CR
    [InlineData("1", "OT")]
    [InlineData("1", "CR", Conversion, "DF")] // scanned film
    [InlineData("2", "CT", ImageType, "DERIVED\\SECONDARY\\SCREEN SAVE")]
    [InlineData("^1.2.840.10008.5.1.1.30", "HC")] // a film sheet
    [InlineData("^1.2.392.200036.9116.7.8.1.1.1", "CT")] // a manufacturer's own class
    public void Left_out_because_such_images_often_bear_the_name(string sopClass, string modality, string? tag = null, string? value = null) =>
        Assert.Equal(new LeftOut(0, 2, 0), Of(sopClass, modality, tag, value));

    [Fact]
    public void What_has_no_image_is_a_document() => Assert.Equal(new LeftOut(0, 0, 1), BurnedInText.Of(Instance("104.1", frames: 0), "{}"u8.ToArray()));

    private static LeftOut Of(string sopClass, string modality, string? tag, string? value)
    {
        var attributes = new Dictionary<string, object> { ["00080060"] = new { vr = "CS", Value = new[] { modality } } };
        if (tag is not null)
            attributes[tag] = value is { Length: > 0 } ? new { vr = "CS", Value = value.Split('\\') } : new { vr = "CS" };
        return BurnedInText.Of(Instance(sopClass, frames: 2), JsonSerializer.SerializeToUtf8Bytes(attributes));
    }

    /// <param name="sopClass">Below the storage classes, or whole behind a ^.</param>
    private static StoredInstance Instance(string sopClass, int frames) => new(
        default, default, default, new Uid(sopClass[0] == '^' ? sopClass[1..] : $"1.2.840.10008.5.1.4.1.1.{sopClass}"), default, "", 0, 0, frames, 1);
}
