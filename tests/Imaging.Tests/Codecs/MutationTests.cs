using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Imaging.Tests.Codecs;

/// <summary>Seeded damage to codestreams: a frame of the right length or a refusal, nothing else, in bounded memory.</summary>
public sealed class MutationTests
{
    private const int Rounds = 400;

    [Theory]
    [InlineData("1.2.840.10008.1.2.5", 1)]
    [InlineData("1.2.840.10008.1.2.5", 3)]
    [InlineData("1.2.840.10008.1.2.4.80", 1)]
    [InlineData("1.2.840.10008.1.2.4.80", 3)]
    [InlineData("1.2.840.10008.1.2.4.50", 1)]
    [InlineData("1.2.840.10008.1.2.4.50", 3)]
    [InlineData("1.2.840.10008.1.2.4.90", 1)]
    [InlineData("1.2.840.10008.1.2.4.90", 3)]
    [InlineData("1.2.840.10008.1.2.4.202", 1)]
    [InlineData("1.2.840.10008.1.2.4.202", 3)]
    public void Damaged_frames_of_our_own_encoders(string uid, int samples)
    {
        var syntax = TransferSyntax.Of(new Uid(uid));
        var encoded = FrameEncoder.Encode(Pictures.Fill(samples == 1 ? Pictures.Grey(48, 64) : Pictures.Colour(48, 64)), syntax);
        for (var seed = 0; seed < Rounds; seed++)
            Mutation.DecodeDamaged(encoded.Description, encoded.Bytes, syntax, seed);
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2.5")]
    [InlineData("1.2.840.10008.1.2.4.80")]
    [InlineData("1.2.840.10008.1.2.4.50")]
    [InlineData("1.2.840.10008.1.2.4.90")]
    [InlineData("1.2.840.10008.1.2.4.202")]
    public void A_frame_cut_anywhere_is_refused_or_whole(string uid)
    {
        var syntax = TransferSyntax.Of(new Uid(uid));
        var encoded = FrameEncoder.Encode(Pictures.Fill(Pictures.Grey(16, 20)), syntax);
        for (var length = 0; length < encoded.Bytes.Length - 8; length++)
            Assert.Throws<UndecodableFrameException>(() => FrameDecoder.Decode(encoded.Description, encoded.Bytes.AsMemory(0, length), syntax));
    }
}
