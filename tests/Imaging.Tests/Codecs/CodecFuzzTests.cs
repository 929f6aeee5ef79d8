using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Codecs.HtJ2k;
using ImagingGateway.TestKit;

namespace ImagingGateway.Imaging.Tests.Codecs;

/// <summary>Codestreams from hostile hands, and any samples into the encoders: whole frames or refusals, the same each time.</summary>
[Trait("Category", "Fuzz")]
public sealed class CodecFuzzTests
{
    public static TheoryData<string, int> Readable => new()
    {
        { "1.2.840.10008.1.2.5", 1 }, { "1.2.840.10008.1.2.5", 3 },
        { "1.2.840.10008.1.2.4.50", 1 }, { "1.2.840.10008.1.2.4.50", 3 },
        { "1.2.840.10008.1.2.4.80", 1 }, { "1.2.840.10008.1.2.4.80", 3 },
        { "1.2.840.10008.1.2.4.90", 1 }, { "1.2.840.10008.1.2.4.90", 3 },
        { "1.2.840.10008.1.2.4.202", 1 }, { "1.2.840.10008.1.2.4.202", 3 },
    };

    public static TheoryData<string> Lossless => new("1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.202");

    [Theory]
    [MemberData(nameof(Readable))]
    public void Codestreams(string uid, int samples)
    {
        var syntax = TransferSyntax.Of(new Uid(uid));
        var seed = FrameEncoder.Encode(Pictures.Fill(samples == 1 ? Pictures.Grey(48, 64) : Pictures.Colour(48, 64)), syntax);
        var other = FrameEncoder.Encode(Pictures.Fill(samples == 1 ? Pictures.Grey(48, 64) : Pictures.Colour(48, 64), seed: 2), syntax);
        new Fuzzing($"codestream-{uid}-{samples}", [seed.Bytes, other.Bytes], bytes => Decode(seed.Description, bytes, syntax)) { Rounds = 1500, AllocatedBesides = 4 << 20 }.Run();
    }

    [Theory]
    [MemberData(nameof(Lossless))]
    public void Samples_come_back_whatever_they_are(string uid)
    {
        var syntax = TransferSyntax.Of(new Uid(uid));
        var seed = new byte[400];
        new Random(3).NextBytes(seed);
        new Fuzzing("samples-" + uid, [seed, new byte[200]], bytes => RoundTrip(bytes, syntax)) { Rounds = 1500, LargestInput = 8192, AllocatedBesides = 8 << 20 }.Run();
    }

    [Fact]
    public void Prefixes_of_any_codestream_lie_inside_it()
    {
        var rpcl = TransferSyntax.Of(new Uid("1.2.840.10008.1.2.4.202"));
        byte[][] seeds = [FrameEncoder.Encode(Pictures.Fill(Pictures.Grey(200, 300, 16, 12)), rpcl).Bytes, FrameEncoder.Encode(Pictures.Fill(Pictures.Colour(70, 90)), rpcl).Bytes];
        new Fuzzing("prefixes", seeds, bytes =>
        {
            if (PrefixLengths.Of(bytes) is not { } prefixes)
                return null;
            Assert.Equal(bytes.Length, prefixes.Full);
            Assert.True(0 < prefixes.Eighth && prefixes.Eighth <= prefixes.Quarter && prefixes.Quarter <= prefixes.Half && prefixes.Half <= prefixes.Full);
            return prefixes.Eighth;
        }).Run();
    }

    private static string Decode(PixelDescription description, byte[] bytes, TransferSyntax syntax)
    {
        var first = Once(description, bytes, syntax);
        Assert.Equal(first, Once(description, bytes, syntax));
        return first;
    }

    private static string Once(PixelDescription description, byte[] bytes, TransferSyntax syntax)
    {
        try
        {
            var decoded = FrameDecoder.Decode(description, bytes, syntax);
            Assert.Equal((description.Rows, description.Columns, description.SamplesPerPixel), (decoded.Description.Rows, decoded.Description.Columns, decoded.Description.SamplesPerPixel));
            Assert.Equal(decoded.Description.FrameLength, decoded.Samples.Length);
            return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(decoded.Samples.Span)[..2]);
        }
        catch (UndecodableFrameException refusal)
        {
            Assert.NotEmpty(refusal.Message);
            return refusal.Message;
        }
    }

    // The first bytes say what image it is, the others are its samples, over and over.
    private static string? RoundTrip(byte[] bytes, TransferSyntax syntax)
    {
        if (bytes.Length < 8)
            return null;
        var allocated = bytes[0] % 3 == 0 ? 8 : 16;
        var stored = 1 + (bytes[1] % allocated);
        var samples = bytes[2] % 2 == 0 ? 1 : 3;
        var description = new PixelDescription(1 + (bytes[3] % 90), 1 + (bytes[4] % 90), 1, samples, allocated, stored, stored - 1, bytes[5] % 2 == 1, 0, samples == 1 ? "MONOCHROME2" : "RGB");
        var frame = new byte[description.FrameLength];
        for (var i = 0; i < frame.Length; i++)
            frame[i] = bytes[(i + 6) % bytes.Length];
        EncodedFrame coded;
        try
        {
            coded = FrameEncoder.Encode(new DecodedFrame(description, frame), syntax);
        }
        catch (NotSupportedException unfit)
        {
            return unfit.Message;
        }

        var decoded = FrameDecoder.Decode(coded.Description, coded.Bytes, syntax);
        Assert.Equal(frame.Length, decoded.Samples.Length);
        var layout = StoredValue.Of(description);
        for (var i = 0; i < frame.Length; i += allocated / 8)
            Assert.Equal(layout[Container(frame, i, allocated)], layout[Container(decoded.Samples.Span, i, allocated)]);
        return $"{coded.Bytes.Length / 64}";
    }

    private static ulong Container(ReadOnlySpan<byte> samples, int at, int allocated) => allocated == 8 ? samples[at] : (ulong)(samples[at] | (samples[at + 1] << 8));
}
