using System.Globalization;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Transcoding.Tests;

/// <summary>Copies of images whose writer coded them with loss and forgot to say so (PS3.3 C.7.6.1.1.5).</summary>
public sealed class LossyMarkingTests(ArchiveFixture fixture) : IClassFixture<ArchiveFixture>
{
    private const string JpegBaseline = "1.2.840.10008.1.2.4.50", JpegLs = "1.2.840.10008.1.2.4.80";

    private static readonly PixelDescription Layout = new(61, 83, 1, 1, 8, 8, 7, false, 0, "MONOCHROME2");

    [Theory]
    [InlineData("1.2.840.10008.1.2.1")]
    [InlineData("1.2.840.10008.1.2.5")]
    [InlineData(JpegLs)]
    [InlineData("1.2.840.10008.1.2.4.90")]
    [InlineData("1.2.840.10008.1.2.4.202")]
    public async Task Every_copy_of_a_JPEG_with_loss_says_so(string uid)
    {
        var coded = Code(JpegBaseline);
        var sent = await SendAsync(TestImage.Coded(coded.Description, Syntax(JpegBaseline), coded.Bytes), uid, fixture.Archive);
        Assert.Equal("01", sent.Header.GetString(Tags.LossyImageCompression));
        Assert.Equal(["ISO_10918_1"], sent.Header.GetStrings(Tags.LossyImageCompressionMethod));
        Assert.Equal([Math.Round((double)Layout.FrameLength / coded.Bytes.Length, 2)], sent.Header.GetNumbers(Tags.LossyImageCompressionRatio));
    }

    [Fact]
    public async Task A_second_loss_stands_after_the_first()
    {
        await using var lenient = await Archive.StartAsync(new TranscodingOptions { AllowLossy = true });
        var coded = Code(JpegBaseline);
        var sent = await SendAsync(TestImage.Coded(coded.Description, Syntax("1.2.840.10008.1.2.4.51"), coded.Bytes), JpegBaseline, lenient);
        Assert.Equal(["ISO_10918_1", "ISO_10918_1"], sent.Header.GetStrings(Tags.LossyImageCompressionMethod));
        Assert.Equal(2, sent.Header.GetStrings(Tags.LossyImageCompressionRatio).Count(ratio => double.Parse(ratio, CultureInfo.InvariantCulture) > 1));
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2.1")]
    [InlineData("1.2.840.10008.1.2.5")]
    public async Task Nothing_is_said_of_a_codestream_without_loss(string uid)
    {
        var coded = Code(JpegLs);
        var sent = await SendAsync(TestImage.Coded(coded.Description, Syntax("1.2.840.10008.1.2.4.81"), coded.Bytes), uid, fixture.Archive); // a syntax that only permits loss
        Assert.False(sent.Header.Contains(Tags.LossyImageCompression));
        Assert.False(sent.Header.Contains(Tags.LossyImageCompressionMethod));
    }

    private static TransferSyntax Syntax(string uid) => TransferSyntax.Of(new Uid(uid));

    private static EncodedFrame Code(string uid) => FrameEncoder.Encode(new DecodedFrame(Layout, TestImage.Make(Layout).Pixels), Syntax(uid));

    private static async Task<SentFile> SendAsync(byte[] file, string uid, Archive archive) =>
        SentFile.Read(await CorpusTranscodingTests.SendAsync(archive, await archive.StoreAsync(file), Syntax(uid)));
}
