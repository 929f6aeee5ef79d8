using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Retrieve;

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
        var (file, values) = Make(bits);
        var sent = SentFile.Read(await CorpusTranscodingTests.SendAsync(fixture.Archive, await fixture.Archive.StoreAsync(file), TransferSyntax.Of(new Uid(uid))));
        Assert.Equal([16, bits, bits - 1], new[] { Tags.BitsAllocated, Tags.BitsStored, Tags.HighBit }.Select(tag => (int)sent.Header.GetInteger(tag)!));
        Assert.Equal(values, sent.Frames().SelectMany(frame => frame.Samples.ToArray().Chunk(2)).Select(word => word[0] | (word[1] << 8)));
    }

    /// <summary>A viewer reads a frame by its metadata, which says 10 or 12 bits: also the frame that begins inside a byte.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(12)]
    public async Task Each_frame_alone_is_packed_as_its_metadata_says(int bits)
    {
        var (file, values) = Make(bits);
        var stored = await fixture.Archive.StoreAsync(file);
        var found = new FoundInstance(stored, await fixture.Archive.Get<IInstanceRetrieve>().FramesAsync(stored, default));
        for (var number = 1; number <= 3; number++)
            Assert.Equal(Pack(values[((number - 1) * 15)..(number * 15)], bits), (await fixture.Archive.Get<FrameSamples>().DecodeAsync(found, number, default)).ToArray());
    }

    [Theory]
    [InlineData(8, "1.2.840.10008.1.2.1")]
    [InlineData(8, "1.2.840.10008.1.2.5")]
    [InlineData(12, "1.2.840.10008.1.2.5")]
    public async Task Frames_that_begin_inside_a_big_endian_word_are_sent_whole(int bits, string uid)
    {
        var d = new PixelDescription(3, 5, 3, 1, bits, bits, bits - 1, false, 0, "MONOCHROME2");
        var pixels = Enumerable.Range(1, ((3 * 15 * bits) + 7) / 8).Select(i => (byte)(i * 37)).ToArray();
        var sent = new List<byte[][]>();
        foreach (var file in (byte[][])[TestImage.Plain(d, pixels), TestImage.InBigEndianWords(d, pixels)])
            sent.Add([.. SentFile.Read(await CorpusTranscodingTests.SendAsync(fixture.Archive, await fixture.Archive.StoreAsync(file), TransferSyntax.Of(new Uid(uid)))).Frames().Select(frame => frame.Samples.ToArray())]);
        Assert.Equal(sent[0], sent[1]);
    }

    private static (byte[] File, int[] Values) Make(int bits)
    {
        var random = new Random(6);
        var values = Enumerable.Range(0, 3 * 3 * 5).Select(_ => random.Next(1 << bits)).ToArray(); // three frames of 15 samples, which end inside a byte
        return (TestImage.Plain(new PixelDescription(3, 5, 3, 1, bits, bits, bits - 1, false, 0, "MONOCHROME2"), Pack(values, bits)), values);
    }

    private static byte[] Pack(int[] values, int bits)
    {
        var packed = new byte[((values.Length * bits) + 7) / 8];
        for (var bit = 0; bit < values.Length * bits; bit++)
            packed[bit / 8] |= (byte)(((values[bit / bits] >> (bit % bits)) & 1) << (bit % 8));
        return packed;
    }
}
