using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Imaging.Tests.Codecs;

/// <summary>Codestreams tell whether they were made with loss, by hand and by our encoders.</summary>
public sealed class LossyCodingTests
{
    [Theory]
    [InlineData("FFD8 FFC0000B080002000201011100", "ISO_10918_1")] // baseline
    [InlineData("FFD8 FFE00004AABB FFC1000B0C0002000201011100", "ISO_10918_1")] // extended, after an application segment
    [InlineData("FFD8 FFC2000B080002000201011100", "ISO_10918_1")] // progressive
    [InlineData("FFD8 FFC3000B080002000201011100", null)] // lossless
    [InlineData("FFD8 FFF7000B080002000201011100 FFDA0008010100000000", null)] // JPEG-LS, NEAR 0
    [InlineData("FFD8 FFF7000B080002000201011100 FFDA0008010100020000", "ISO_14495_1")] // JPEG-LS, NEAR 2
    [InlineData("FF4FFF51 0004AABB FF52000C00000001000504040000", "ISO_15444_1")] // 9-7
    [InlineData("FF4FFF51 0004AABB FF52000C00000001000504040001", null)] // 5-3
    [InlineData("FF4FFF51 0004AABB FF52000C00000001000504044000", "ISO_15444_15")] // 9-7 in HT code blocks
    [InlineData("0000000C6A5020200D0A870A 000000006A703263 FF4FFF51 0004AABB FF52000C00000001000504040000", "ISO_15444_1")] // in a JP2 file
    [InlineData("FF4FFF51 0004AABB FF90", null)]
    [InlineData("FFD8", null)]
    [InlineData("01000000", null)] // RLE
    [InlineData("", null)]
    public void The_codestream_names_the_method(string bytes, string? method) =>
        Assert.Equal(method, LossyCoding.MethodOf(Convert.FromHexString(bytes.Replace(" ", string.Empty, StringComparison.Ordinal))));

    [Theory]
    [InlineData("1.2.840.10008.1.2.4.50", "ISO_10918_1")]
    [InlineData("1.2.840.10008.1.2.4.80", null)]
    [InlineData("1.2.840.10008.1.2.4.90", null)]
    [InlineData("1.2.840.10008.1.2.4.202", null)]
    [InlineData("1.2.840.10008.1.2.5", null)]
    public void Encoders_do_what_their_syntax_says(string uid, string? method) =>
        Assert.Equal(method, LossyCoding.MethodOf(FrameEncoder.Encode(Pictures.Fill(Pictures.Colour(33, 47)), TransferSyntax.Of(new Uid(uid))).Bytes));
}
