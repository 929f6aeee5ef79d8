using System.IO.Compression;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Imaging.Tests.Codecs;

/// <summary>Native pixel data, vectors by hand (PS3.5 8.1).</summary>
public sealed class NativeFormatTests
{
    private static readonly TransferSyntax Little = TransferSyntax.ExplicitVRLittleEndian, Big = TransferSyntax.ExplicitVRBigEndian;

    [Fact]
    public void A_plain_frame_is_not_copied()
    {
        var frame = new byte[] { 1, 2, 3, 4 };
        var decoded = FrameDecoder.Decode(Pictures.Grey(2, 2), frame, Little);
        Assert.True(decoded.Samples.Span.Overlaps(frame));
    }

    [Fact]
    public void Bytes_after_the_frame_are_left_out() =>
        Assert.Equal([1, 2, 3], Decode(Pictures.Grey(1, 3), [1, 2, 3, 0], Little));

    [Fact]
    public void Sixteen_bit_big_endian_samples_are_turned() =>
        Assert.Equal([0x34, 0x12, 0x78, 0x56], Decode(Pictures.Grey(1, 2, 16, 16), [0x12, 0x34, 0x56, 0x78], Big));

    [Fact]
    public void Thirty_two_bit_big_endian_samples_are_turned_whole() =>
        Assert.Equal([4, 3, 2, 1], Decode(Pictures.Grey(1, 1, 32, 32), [1, 2, 3, 4], Big));

    [Fact]
    public void Pixels_of_the_GE_private_syntax_are_big_endian() =>
        Assert.Equal([2, 1], Decode(Pictures.Grey(1, 1, 16, 16), [1, 2], TransferSyntax.PrivateGEImplicitBigEndianPixels));

    [Fact]
    public void Eight_bit_samples_in_OW_change_places_in_big_endian_and_those_in_OB_do_not()
    {
        Assert.Equal([2, 1, 4, 3], Decode(Pictures.Grey(2, 2), [1, 2, 3, 4], Big, new FrameSource(1, VR.OW)));
        Assert.Equal([1, 2, 3, 4], Decode(Pictures.Grey(2, 2), [1, 2, 3, 4], Big, new FrameSource(1, VR.OB)));
    }

    /// <summary>Frames of odd length, of packed samples and of single bits in OW: the words of the whole value are turned, and a frame may begin inside one.</summary>
    [Theory]
    [InlineData("1.2.840.10008.1.2.2", 3, 3, 8)]
    [InlineData("1.2.840.10008.1.2.2", 1, 1, 8)]
    [InlineData("1.2.840.10008.1.2.2", 1, 2, 12)]
    [InlineData("1.2.840.10008.1.2.2", 3, 3, 12)]
    [InlineData("1.2.840.10008.1.2.2", 1, 3, 10)]
    [InlineData("1.2.840.10008.1.2.2", 3, 5, 1)]
    [InlineData("1.2.840.10008.1.2.2", 3, 3, 16)]
    [InlineData("1.2.840.113619.5.2", 3, 3, 8)]
    public void Big_endian_frames_may_begin_inside_a_word(string uid, int rows, int columns, int allocated)
    {
        const int frameCount = 5;
        var syntax = TransferSyntax.Of(new Uid(uid));
        var description = Pictures.Grey(rows, columns, allocated, allocated);
        var value = new byte[((frameCount * rows * columns * allocated) + 15) / 16 * 2];
        new Random(7).NextBytes(value);
        var header = new DataSet().SetInteger(Tags.Rows, rows).SetInteger(Tags.Columns, columns).SetInteger(Tags.SamplesPerPixel, 1)
            .SetInteger(Tags.BitsAllocated, allocated).SetInteger(Tags.NumberOfFrames, frameCount);
        header.Set(new DataElement(Tags.PixelData, VR.OW, value));
        var (little, big) = (DataSetWriter.ToArray(header, Little), DataSetWriter.ToArray(header, syntax));
        var turned = value.Chunk(2).SelectMany(word => word.Reverse()).ToArray();
        if (syntax == TransferSyntax.PrivateGEImplicitBigEndianPixels)
            turned.CopyTo(big.AsSpan(big.Length - turned.Length));
        Assert.Equal(turned, big[^turned.Length..]);
        var (inLittle, inBig) = (Frames(little, Little), Frames(big, syntax));
        Assert.Equal(frameCount, inBig.Frames.Count);
        for (var number = 1; number <= frameCount; number++)
        {
            var run = Assert.Single(inBig.Frames[number - 1]);
            var expected = Decode(description, Slice(little, inLittle.Frames[number - 1][0]), Little, new FrameSource(number, VR.OW));
            Assert.Equal(expected, Decode(description, Slice(big, run), syntax, new FrameSource(number, VR.OW)));
            Assert.Equal(inBig.FirstBit(number - 1), FrameIndex.FromBytes(inBig.ToBytes()).FirstBit(number - 1));
            Assert.Equal(run, FrameIndex.FromBytes(inBig.ToBytes()).Frames[number - 1][0]);
        }
    }

    [Fact]
    public void Halved_chrominance_in_big_endian_words_is_turned_first() =>
        Assert.Equal([20, 130, 140, 10, 130, 140], Decode(Pictures.Colour(1, 2, "YBR_FULL_422"), [10, 20, 140, 130], Big, new FrameSource(1, VR.OW)));

    [Fact]
    public void Colour_by_plane_becomes_colour_by_pixel()
    {
        var decoded = FrameDecoder.Decode(Pictures.Colour(1, 2, planar: 1), new byte[] { 1, 2, 3, 4, 5, 6 }, Little);
        Assert.Equal([1, 3, 5, 2, 4, 6], decoded.Samples.ToArray());
        Assert.Equal(0, decoded.Description.PlanarConfiguration);
    }

    [Fact]
    public void Twelve_bit_samples_are_unpacked_from_three_bytes_per_pair() =>
        Assert.Equal([0x21, 0x03, 0x54, 0x06], Decode(Pictures.Grey(1, 2, 12, 12), [0x21, 0x43, 0x65], Little));

    [Fact]
    public void Ten_bit_samples_are_unpacked_from_five_bytes_per_four()
    {
        // 0x155, 0x2AA, 0x3FF, 0x001, each from the lowest bit on
        Assert.Equal([0x55, 0x01, 0xAA, 0x02, 0xFF, 0x03, 0x01, 0x00], Decode(Pictures.Grey(2, 2, 10, 10), [0x55, 0xA9, 0xFA, 0x7F, 0x00], Little));
        var decoded = FrameDecoder.Decode(Pictures.Grey(2, 2, 10, 10), new byte[5], Little);
        Assert.Equal((16, 10, 9), (decoded.Description.BitsAllocated, decoded.Description.BitsStored, decoded.Description.HighBit));
    }

    [Fact]
    public void A_packed_frame_begins_where_the_one_before_ended() =>
        Assert.Equal([0x54, 0x06], Decode(Pictures.Grey(1, 1, 12, 12), [0x43, 0x65], Little, new FrameSource(2))); // 0x321 before it

    [Theory]
    [InlineData(16, 10, 9)]
    [InlineData(16, 12, 15)] // left-aligned
    [InlineData(32, 24, 23)]
    [InlineData(64, 64, 63)]
    public void Whole_containers_are_left_as_they_are(int allocated, int stored, int high)
    {
        foreach (var isSigned in (bool[])[false, true])
        {
            var description = Pictures.Grey(3, 5, allocated, stored, isSigned) with { HighBit = high };
            var frame = Pictures.Fill(description);
            var decoded = FrameDecoder.Decode(description, frame.Samples, Little);
            Assert.Equal(description, decoded.Description);
            Assert.Equal(frame.Samples.ToArray(), decoded.Samples.ToArray());
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    public void Colour_by_plane_of_any_depth_becomes_colour_by_pixel(int allocated)
    {
        var size = allocated / 8;
        byte[] Samples(params int[] values) => [.. values.SelectMany(value => BitConverter.GetBytes((long)value).Take(size))];
        Assert.Equal(Samples(1, 3, 5, 2, 4, 6), Decode(Pictures.Colour(1, 2, planar: 1, allocated: allocated), Samples(1, 2, 3, 4, 5, 6), Little));
    }

    [Fact]
    public void Deflated_frames_begin_at_their_own_first_bit_and_may_be_padded()
    {
        using var deflated = new MemoryStream();
        using (var deflater = new DeflateStream(deflated, CompressionLevel.Optimal, leaveOpen: true))
            deflater.Write([0b1010_0101, 0b0110_0110]);
        var syntax = TransferSyntax.Of(new Uid("1.2.840.10008.1.2.8.1"));
        foreach (var padding in (byte[][])[[], [0]])
            Assert.Equal([0b1010_0101, 0b0110_0110], Decode(Pictures.Grey(3, 5, 1, 1), [.. deflated.ToArray(), .. padding], syntax, new FrameSource(2)));
        Assert.Throws<UndecodableFrameException>(() => Decode(Pictures.Grey(3, 6, 1, 1), deflated.ToArray(), syntax)); // 18 bits are more than was deflated
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void One_bit_frames_of_RLE_begin_at_their_own_first_bit_and_may_be_padded(int padding)
    {
        var frame = new byte[67 + padding];
        (frame[0], frame[4], frame[64], frame[65], frame[66]) = (1, 64, 1, 0b1010_0101, 0b0110_0110);
        Assert.Equal([0b1010_0101, 0b0110_0110], Decode(Pictures.Grey(3, 5, 1, 1), frame, TransferSyntax.Of(new Uid("1.2.840.10008.1.2.5")), new FrameSource(2)));
    }

    [Fact]
    public void A_one_bit_frame_stays_packed_and_begins_where_the_one_before_ended()
    {
        // two frames of 1 x 5: bits 10110 and 01101 from the lowest bit on, then padding
        byte[] both = [0b010_01101, 0b000000_10];
        var description = Pictures.Grey(1, 5, 1, 1);
        Assert.Equal([0b01101], Decode(description, both, Little, new FrameSource(1)));
        Assert.Equal([0b10010], Decode(description, both, Little, new FrameSource(2)));
    }

    [Fact]
    public void Halved_chrominance_is_repeated_for_both_pixels()
    {
        var decoded = FrameDecoder.Decode(Pictures.Colour(1, 2, "YBR_FULL_422"), new byte[] { 10, 20, 130, 140 }, Little);
        Assert.Equal([10, 130, 140, 20, 130, 140], decoded.Samples.ToArray());
        Assert.Equal("YBR_FULL", decoded.Description.PhotometricInterpretation);
    }

    [Fact]
    public void Declared_4_2_2_but_stored_4_4_4_is_told_by_the_length()
    {
        var decoded = FrameDecoder.Decode(Pictures.Colour(1, 2, "YBR_FULL_422"), new byte[] { 1, 2, 3, 4, 5, 6 }, Little);
        Assert.Equal([1, 2, 3, 4, 5, 6], decoded.Samples.ToArray());
        Assert.Equal("YBR_FULL", decoded.Description.PhotometricInterpretation);
    }

    [Theory]
    [InlineData(8, 3)]
    [InlineData(16, 7)]
    [InlineData(1, 0)]
    [InlineData(12, 5)]
    public void A_frame_that_ends_early_is_refused(int allocated, int length) =>
        Assert.Throws<UndecodableFrameException>(() => Decode(Pictures.Grey(2, 2, allocated, allocated), new byte[length], Little));

    [Theory]
    [InlineData(0, 10, 1, 8)]
    [InlineData(10, 0, 1, 8)]
    [InlineData(70000, 10, 1, 8)]
    [InlineData(10, 10, 2, 8)]
    [InlineData(10, 10, 1, 0)]
    [InlineData(10, 10, 1, 65)]
    [InlineData(65535, 65535, 3, 32)]
    public void A_senseless_or_huge_description_is_refused_before_anything_is_allocated(int rows, int columns, int samples, int allocated)
    {
        var description = new PixelDescription(rows, columns, 1, samples, allocated, allocated, allocated - 1, false, 0, "MONOCHROME2");
        foreach (var syntax in (string[])["1.2.840.10008.1.2.1", "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90"])
            Assert.Throws<UndecodableFrameException>(() => FrameDecoder.Decode(description, new byte[1000], TransferSyntax.Of(new Uid(syntax))));
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2.4.102", "video")]
    [InlineData("1.2.840.10008.1.2.4.107", "video")]
    [InlineData("1.2.840.10008.1.2.4.110", "JPEG XL")]
    [InlineData("1.2.840.10008.1.2.4.94", "another server")]
    [InlineData("1.2.3.4", "1.2.3.4")]
    public void What_is_not_decoded_says_why(string uid, string word)
    {
        var syntax = TransferSyntax.Of(new Uid(uid));
        Assert.False(FrameDecoder.CanDecode(syntax));
        var refusal = Assert.Throws<UndecodableFrameException>(() => FrameDecoder.Decode(Pictures.Grey(2, 2), new byte[4], syntax));
        Assert.Contains(word, refusal.Message, StringComparison.Ordinal);
    }

    private static byte[] Slice(byte[] dataSet, ByteRange run) => dataSet[(int)run.Offset..(int)run.End];

    private static FrameIndex Frames(byte[] dataSet, TransferSyntax syntax)
    {
        using var scanner = new InstanceScanner(syntax);
        scanner.Push(dataSet);
        return FrameIndex.Of(scanner.Complete())!;
    }

    private static byte[] Decode(PixelDescription description, byte[] frame, TransferSyntax syntax, FrameSource? source = null) =>
        FrameDecoder.Decode(description, frame, syntax, source ?? new FrameSource()).Samples.ToArray();
}
