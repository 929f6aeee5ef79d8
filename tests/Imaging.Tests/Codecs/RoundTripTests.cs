using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Imaging.Tests.Codecs;

/// <summary>What our encoders write, our decoders read back.</summary>
public sealed class RoundTripTests
{
    private static readonly TransferSyntax Rle = Syntax("1.2.840.10008.1.2.5"), JpegLs = Syntax("1.2.840.10008.1.2.4.80"), Baseline = Syntax("1.2.840.10008.1.2.4.50");

    public static TheoryData<string, int, int, bool, int> Lossless
    {
        get
        {
            var data = new TheoryData<string, int, int, bool, int>();
            foreach (var uid in (string[])["1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.202"])
            {
                foreach (var (allocated, stored, isSigned) in ((int, int, bool)[])[(8, 8, false), (8, 8, true), (8, 7, false), (8, 5, true), (16, 8, true), (16, 10, false), (16, 12, false), (16, 12, true), (16, 16, false), (16, 16, true)])
                {
                    data.Add(uid, allocated, stored, isSigned, 1);
                    if (!isSigned)
                        data.Add(uid, allocated, stored, isSigned, 3);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Lossless))]
    public void Lossless_codecs_give_every_bit_back(string uid, int allocated, int stored, bool isSigned, int samples)
    {
        var description = Pictures.Grey(37, 53, allocated, stored, isSigned) with { SamplesPerPixel = samples, PhotometricInterpretation = samples == 1 ? "MONOCHROME2" : "RGB" };
        var frame = Pictures.Fill(description);
        var encoded = FrameEncoder.Encode(frame, Syntax(uid));
        Assert.Equal(0, encoded.Bytes.Length % 2);
        var decoded = FrameDecoder.Decode(encoded.Description, encoded.Bytes, Syntax(uid));
        Assert.Equal(frame.Samples.ToArray(), decoded.Samples.ToArray());
        Assert.Equal(description, decoded.Description);
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2.5")]
    [InlineData("1.2.840.10008.1.2.4.80")]
    [InlineData("1.2.840.10008.1.2.4.90")]
    [InlineData("1.2.840.10008.1.2.4.202")]
    public void Samples_that_only_grow_are_written_too(string uid)
    {
        var description = Pictures.Grey(76, 69, 16, 16, true) with { SamplesPerPixel = 3, PhotometricInterpretation = "RGB" };
        var pattern = Convert.FromHexString("BF7F638EFFDBFBFF6DFFF841"); // found by fuzzing: more than CharLS estimates
        var frame = new DecodedFrame(description, Enumerable.Range(0, (int)description.FrameLength).Select(i => pattern[i % pattern.Length]).ToArray());
        var encoded = FrameEncoder.Encode(frame, Syntax(uid));
        Assert.Equal(frame.Samples.ToArray(), FrameDecoder.Decode(encoded.Description, encoded.Bytes, Syntax(uid)).Samples.ToArray());
    }

    [Fact]
    public void Thirty_two_bit_samples_survive_RLE()
    {
        var frame = Pictures.Fill(Pictures.Grey(5, 300, 32, 32));
        var encoded = FrameEncoder.Encode(frame, Rle);
        Assert.Equal(frame.Samples.ToArray(), FrameDecoder.Decode(frame.Description, encoded.Bytes, Rle).Samples.ToArray());
    }

    [Fact]
    public void Baseline_grey_is_close()
    {
        var frame = Pictures.Fill(Pictures.Grey(64, 80));
        var decoded = FrameDecoder.Decode(frame.Description, FrameEncoder.Encode(frame, Baseline, 100).Bytes, Baseline);
        Assert.InRange(Difference.Greatest(frame.Samples.Span, decoded.Samples.Span), 0, 3);
    }

    [Fact]
    public void Baseline_colour_becomes_YBR_and_comes_back_as_RGB_when_asked()
    {
        var frame = Pictures.Fill(Pictures.Colour(64, 80));
        for (var i = 0; i < frame.Samples.Length; i++)
            System.Runtime.InteropServices.MemoryMarshal.AsMemory(frame.Samples).Span[i] = (byte)(i / 3 / 80 * 2); // a grey wedge has no chrominance to lose
        var encoded = FrameEncoder.Encode(frame, Baseline, 100);
        Assert.Equal("YBR_FULL_422", encoded.Description.PhotometricInterpretation);
        var asCoded = FrameDecoder.Decode(encoded.Description, encoded.Bytes, Baseline);
        Assert.Equal("YBR_FULL", asCoded.Description.PhotometricInterpretation);
        Assert.Equal(128, asCoded.Samples.Span[1]);
        var rgb = FrameDecoder.Decode(encoded.Description, encoded.Bytes, Baseline, new FrameSource(PreferRgb: true));
        Assert.Equal("RGB", rgb.Description.PhotometricInterpretation);
        Assert.InRange(Difference.Greatest(frame.Samples.Span, rgb.Samples.Span), 0, 2);
    }

    [Fact]
    public void Samples_a_codec_cannot_hold_are_refused()
    {
        Assert.Throws<NotSupportedException>(() => FrameEncoder.Encode(Pictures.Fill(Pictures.Grey(4, 4, 16, 12)), Baseline));
        Assert.Throws<NotSupportedException>(() => FrameEncoder.Encode(Pictures.Fill(Pictures.Grey(4, 4) with { PhotometricInterpretation = "PALETTE COLOR" }), Baseline));
        Assert.Throws<NotSupportedException>(() => FrameEncoder.Encode(Pictures.Fill(Pictures.Grey(4, 4, 8, 1)), Baseline));
        Assert.Throws<NotSupportedException>(() => FrameEncoder.Encode(Pictures.Fill(Pictures.Grey(4, 4, 32, 32)), JpegLs));
        Assert.Throws<NotSupportedException>(() => FrameEncoder.Encode(Pictures.Fill(Pictures.Grey(4, 4)), Syntax("1.2.840.10008.1.2.4.57")));
        Assert.Throws<UndecodableFrameException>(() => FrameEncoder.Encode(new DecodedFrame(Pictures.Grey(4, 4), new byte[15]), Rle));
    }

    [Fact]
    public void Native_bytes_under_a_compressed_syntax_are_read_as_native()
    {
        var frame = Pictures.Fill(Pictures.Grey(8, 8));
        Assert.Equal(frame.Samples.ToArray(), FrameDecoder.Decode(frame.Description, frame.Samples, JpegLs).Samples.ToArray());
    }

    [Fact]
    public void A_frame_of_another_size_than_the_header_says_is_refused()
    {
        var frame = Pictures.Fill(Pictures.Grey(16, 16));
        foreach (var syntax in (TransferSyntax[])[JpegLs, Baseline])
        {
            var encoded = FrameEncoder.Encode(frame, syntax);
            Assert.Throws<UndecodableFrameException>(() => FrameDecoder.Decode(frame.Description with { Rows = 17 }, encoded.Bytes, syntax));
            Assert.Throws<UndecodableFrameException>(() => FrameDecoder.Decode(frame.Description with { SamplesPerPixel = 3 }, encoded.Bytes, syntax));
        }
    }

    private static TransferSyntax Syntax(string uid) => TransferSyntax.Of(new Uid(uid));
}
