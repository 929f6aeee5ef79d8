using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Codecs.Rle;

namespace ImagingGateway.Imaging.Tests.Codecs;

/// <summary>PS3.5 G.3, vectors by hand.</summary>
public sealed class PackBitsTests
{
    [Fact]
    public void Literals_runs_and_no_operations()
    {
        // 2 literals, run of 3, nothing, run of 2
        byte[] segment = [1, 7, 8, 0xFE, 9, 0x80, 0xFF, 5];
        var output = new byte[7];
        PackBits.Decode(segment, output, 0, 1, 7);
        Assert.Equal([7, 8, 9, 9, 9, 5, 5], output);
    }

    [Fact]
    public void A_byte_plane_goes_to_every_other_place()
    {
        var output = new byte[6];
        PackBits.Decode([0xFF, 1, 0, 2], output, 1, 2, 3);
        Assert.Equal([0, 1, 0, 1, 0, 2], output);
    }

    [Fact]
    public void A_run_longer_than_the_image_is_cut()
    {
        var output = new byte[2];
        PackBits.Decode([0x81, 3], output, 0, 1, 2);
        Assert.Equal([3, 3], output);
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 3, 1, 2 })]
    [InlineData(new byte[] { 0xFE })]
    [InlineData(new byte[] { 0x80, 0x80 })]
    public void A_segment_that_ends_early_is_refused(byte[] segment) =>
        Assert.Throws<UndecodableFrameException>(() => PackBits.Decode(segment, new byte[4], 0, 1, 4));

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 }, new byte[] { 2, 1, 2, 3 })]
    [InlineData(new byte[] { 4, 4, 4, 4 }, new byte[] { 0xFD, 4 })]
    [InlineData(new byte[] { 1, 6, 6, 6, 2 }, new byte[] { 0, 1, 0xFE, 6, 0, 2 })]
    public void Rows_are_coded_shortest(byte[] row, byte[] expected)
    {
        var output = new byte[16];
        Assert.Equal(expected, output[..PackBits.EncodeRow(row, output)]);
    }

    [Fact]
    public void Any_row_comes_back_and_never_outgrows_its_room()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var row = new byte[random.Next(1, 700)];
            for (var i = 0; i < row.Length; i++)
                row[i] = (byte)random.Next(seed % 3 == 0 ? 2 : 4);
            var output = new byte[row.Length + (row.Length / 128) + 2];
            var length = PackBits.EncodeRow(row, output);
            var decoded = new byte[row.Length];
            PackBits.Decode(output.AsSpan(0, length), decoded, 0, 1, decoded.Length);
            Assert.Equal(row, decoded);
        }
    }
}
