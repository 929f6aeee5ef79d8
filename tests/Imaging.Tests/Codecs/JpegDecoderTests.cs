using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Codecs.Jpeg;

namespace ImagingGateway.Imaging.Tests.Codecs;

/// <summary>The managed JPEG decoders, by hand and against libjpeg-turbo.</summary>
public sealed class JpegDecoderTests
{
    private static readonly TransferSyntax Baseline = TransferSyntax.Of(new Uid("1.2.840.10008.1.2.4.50")), Lossless = TransferSyntax.Of(new Uid("1.2.840.10008.1.2.4.70"));

    // SOI; SOF3 8 bit, 2 rows, 2 columns, 1 component; DHT with codes 0, 10, 110 for categories 0, 1, 2; SOS predictor 1
    private static readonly byte[] Head =
    [
        0xFF, 0xD8, 0xFF, 0xC3, 0, 11, 8, 0, 2, 0, 2, 1, 1, 0x11, 0,
        0xFF, 0xC4, 0, 22, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2,
        0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 0, 0,
    ];

    [Fact]
    public void Lossless_differences_add_up()
    {
        // 128+1 | 129-1 | above 129+3 | left 132+0: category 1 bit 1, category 1 bit 0, category 2 bits 11, category 0
        // 10 1 10 0 110 11 0, filled with ones: 10110011 01101111
        byte[] jpeg = [.. Head, 0b10110011, 0b01101111, 0xFF, 0xD9];
        Assert.Equal([129, 128, 132, 132], FrameDecoder.Decode(Pictures.Grey(2, 2), jpeg, Lossless).Samples.ToArray());
    }

    [Fact]
    public void Lossless_data_that_end_early_are_refused() =>
        Assert.Throws<UndecodableFrameException>(() => FrameDecoder.Decode(Pictures.Grey(2, 2), (byte[])[.. Head, 0b10110011, 0xFF, 0xD9], Lossless));

    [Theory]
    [InlineData(37, 53, 1)]
    [InlineData(64, 64, 1)]
    [InlineData(40, 41, 3)]
    public void The_managed_decoder_agrees_with_libjpeg_turbo(int rows, int columns, int samples)
    {
        var description = samples == 1 ? Pictures.Grey(rows, columns) : Pictures.Colour(rows, columns);
        var jpeg = FrameEncoder.Encode(Pictures.Fill(description), Baseline, 80);
        var native = FrameDecoder.Decode(jpeg.Description, jpeg.Bytes, Baseline);
        var managed = DctJpegDecoder.Decode(jpeg.Description, jpeg.Bytes, JpegHeader.Read(jpeg.Bytes).Frame);
        if (samples == 1)
            Assert.InRange(Difference.Greatest(native.Samples.Span, managed.Samples.Span), 0, 1);
        else // chrominance is interpolated there and repeated here; luminance must agree
            Assert.InRange(Difference.Greatest(Luminance(native), Luminance(managed)), 0, 1);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Without_libjpeg_turbo_YCbCr_becomes_RGB_too(int allocated)
    {
        var wedge = new DecodedFrame(Pictures.Colour(48, 64), Enumerable.Range(0, 48 * 64).SelectMany(i => (byte[])[(byte)(60 + (i / 64)), (byte)(200 - (i / 64)), 90]).ToArray()); // the same all along a row: halving loses nothing
        var jpeg = FrameEncoder.Encode(wedge, Baseline, 100);
        var description = jpeg.Description with { BitsAllocated = allocated };
        var native = FrameDecoder.Decode(description, jpeg.Bytes, Baseline, new FrameSource(PreferRgb: true));
        var managed = DctJpegDecoder.Decode(description with { PhotometricInterpretation = "YBR_FULL" }, jpeg.Bytes, JpegHeader.Read(jpeg.Bytes).Frame, convert: true);
        Assert.Equal("RGB", managed.Description.PhotometricInterpretation);
        Assert.Equal(native.Description, managed.Description);
        Assert.InRange(Difference.Greatest(native.Samples.Span, managed.Samples.Span), 0, 2);
    }

    [Fact]
    public void The_inverse_transform_of_a_lone_DC_is_flat()
    {
        var (samples, block) = (new ushort[64], new short[64]);
        block[0] = 16;
        new InverseDct(Enumerable.Repeat((ushort)4, 64).ToArray(), 8).Apply(block, samples, 8); // 16 x 4 / 8 = 8 above the middle
        Assert.All(samples, sample => Assert.Equal(136, sample));
    }

    [Fact]
    public void The_inverse_transform_is_the_sum_of_cosines()
    {
        var random = new Random(5);
        var (samples, block) = (new ushort[64], new short[64]);
        for (var i = 0; i < 10; i++)
            block[random.Next(64)] = (short)random.Next(-400, 400);
        new InverseDct(Enumerable.Repeat((ushort)1, 64).ToArray(), 12).Apply(block, samples, 8);
        for (var y = 0; y < 8; y++)
        {
            for (var x = 0; x < 8; x++)
                Assert.InRange(samples[(y * 8) + x] - Math.Clamp(Reference(block, x, y) + 2048, 0, 4095), -0.51, 0.51);
        }
    }

    /// <summary>T.81 A.3.3, as it is printed.</summary>
    private static double Reference(short[] block, int x, int y)
    {
        double sum = 0;
        for (var v = 0; v < 8; v++)
        {
            for (var u = 0; u < 8; u++)
            {
                sum += (u == 0 ? Math.Sqrt(0.5) : 1) * (v == 0 ? Math.Sqrt(0.5) : 1) * block[(v * 8) + u]
                    * Math.Cos(((2 * x) + 1) * u * Math.PI / 16) * Math.Cos(((2 * y) + 1) * v * Math.PI / 16);
            }
        }

        return sum / 4;
    }

    private static byte[] Luminance(DecodedFrame frame) => [.. frame.Samples.ToArray().Where((_, i) => i % 3 == 0)];
}
