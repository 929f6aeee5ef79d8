using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Transcoding.Tests;

/// <summary>Native samples of 10 and 12 bits without a bit between them, as old equipment wrote (PS3.5 8.1.1, annex D): whole words once they are coded.</summary>
public sealed class PackedSamplesTests(ArchiveFixture fixture) : IClassFixture<ArchiveFixture>
{
    [Theory]
    [InlineData(10, "1.2.840.10008.1.2.5")]
    [InlineData(10, "1.2.840.10008.1.2.4.80")]
    [InlineData(12, "1.2.840.10008.1.2.4.80")]
    [InlineData(12, "1.2.840.10008.1.2.4.90")]
    [InlineData(12, "1.2.840.10008.1.2.4.202")]
    public async Task Packed_samples_are_coded_as_words(int bits, string uid)
    {
        var random = new Random(6);
        var values = Enumerable.Range(0, 3 * 3 * 5).Select(_ => random.Next(1 << bits)).ToArray(); // three frames of 15 samples, which end inside a byte
        var packed = new byte[((values.Length * bits) + 7) / 8];
        for (var bit = 0; bit < values.Length * bits; bit++)
            packed[bit / 8] |= (byte)(((values[bit / bits] >> (bit % bits)) & 1) << (bit % 8));
        var file = TestImage.Plain(new PixelDescription(3, 5, 3, 1, bits, bits, bits - 1, false, 0, "MONOCHROME2"), packed);
        var sent = SentFile.Read(await CorpusTranscodingTests.SendAsync(fixture.Archive, await fixture.Archive.StoreAsync(file), TransferSyntax.Of(new Uid(uid))));
        Assert.Equal([16, bits, bits - 1], new[] { Tags.BitsAllocated, Tags.BitsStored, Tags.HighBit }.Select(tag => (int)sent.Header.GetInteger(tag)!));
        Assert.Equal(values, sent.Frames().SelectMany(frame => frame.Samples.ToArray().Chunk(2)).Select(word => word[0] | (word[1] << 8)));
    }
}
