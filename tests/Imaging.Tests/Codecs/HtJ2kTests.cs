using System.Buffers.Binary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Codecs.HtJ2k;
using ImagingGateway.Imaging.Codecs.Jpeg2000;

namespace ImagingGateway.Imaging.Tests.Codecs;

/// <summary>HTJ2K Lossless RPCL as PS3.5 10.18 wants it, and codestreams whose beginnings are smaller images.</summary>
public sealed class HtJ2kTests
{
    private static readonly TransferSyntax Rpcl = TransferSyntax.Of(new Uid("1.2.840.10008.1.2.4.202"));

    public static TheoryData<int, int, int, bool, int> Images => new()
    {
        { 512, 512, 12, true, 1 },
        { 512, 400, 16, false, 1 },
        { 301, 700, 8, false, 3 },
        { 2600, 2200, 12, false, 1 },
        { 64, 64, 8, false, 1 },
        { 9, 5, 8, false, 1 },
        { 1, 700, 16, true, 1 },
        { 1, 1, 8, false, 3 },
    };

    [Theory]
    [MemberData(nameof(Images))]
    public void Tile_length_markers_tell_where_each_resolution_ends(int rows, int columns, int stored, bool isSigned, int samples)
    {
        var encoded = Encode(rows, columns, stored, isSigned, samples);
        var bytes = encoded.Bytes;
        var header = HtJ2kHeader.Read(bytes)!;
        Assert.True(Math.Min((columns + (1 << header.Levels) - 1) >> header.Levels, (rows + (1 << header.Levels) - 1) >> header.Levels) <= 64);

        var tlm = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0x55]);
        Assert.InRange(tlm, 1, header.Length);
        Assert.Equal(4 + (5 * (header.Levels + 1)), BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(tlm + 2)));
        var (at, ends) = (header.Length, new List<int>());
        for (var part = 0; part <= header.Levels; part++)
        {
            Assert.Equal(HtJ2kHeader.Sot, BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at)));
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(tlm + 7 + (5 * part)));
            Assert.Equal(length, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at + 6)));
            ends.Add(at += length);
        }

        Assert.Equal(HtJ2kHeader.Eoc, BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at)));
        Assert.InRange(bytes.Length - at, 2, 3);
        int End(int halvings) => ends[Math.Max(0, header.Levels - halvings)];
        Assert.Equal(new PrefixLengths(End(3), End(2), End(1), bytes.Length), encoded.Prefixes);
        var found = PrefixLengths.Of(bytes)!.Value;
        Assert.Equal((End(3), End(2), End(1), bytes.Length), (found.Eighth, found.Quarter, found.Half, found.Full));
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void OpenJPEG_reads_what_OpenJPH_wrote_whole_and_halved(int rows, int columns, int stored, bool isSigned, int samples)
    {
        var frame = Pictures.Fill(Description(rows, columns, stored, isSigned, samples));
        var encoded = FrameEncoder.Encode(frame, Rpcl);
        Assert.Equal(encoded.Bytes, FrameEncoder.Encode(frame, Rpcl, isAhead: true).Bytes);
        var other = new Jpeg2000Codec().Decode(encoded.Description, encoded.Bytes, new FrameSource());
        Assert.Equal(frame.Samples.ToArray(), other.Samples.ToArray());
        Assert.Equal(frame.Samples.ToArray(), FrameDecoder.Decode(encoded.Description, encoded.Bytes, Rpcl, new FrameSource { IsOwnEncoding = true }).Samples.ToArray());
        foreach (var reduction in (int[])[1, 2, 3])
        {
            var source = new FrameSource(Reduction: reduction);
            var ours = FrameDecoder.Decode(encoded.Description, encoded.Bytes, Rpcl, source with { IsOwnEncoding = true });
            Assert.Equal(new Jpeg2000Codec().Decode(encoded.Description, encoded.Bytes, source).Samples.ToArray(), ours.Samples.ToArray());
        }
    }

    [Fact]
    public void A_prefix_is_the_reduced_image_bit_for_bit()
    {
        var encoded = Encode(512, 512, 12, true, 1);
        var prefixes = encoded.Prefixes!.Value;
        foreach (var (length, halvings) in ((int, int)[])[(prefixes.Eighth, 3), (prefixes.Quarter, 2), (prefixes.Half, 1)])
        {
            Assert.InRange(length, 1, prefixes.Full / 2);
            var whole = FrameDecoder.Decode(encoded.Description, encoded.Bytes, Rpcl, new FrameSource(Reduction: halvings));
            // what follows the prefix may be anything
            var cut = encoded.Bytes.ToArray();
            var at = length;
            while (BinaryPrimitives.ReadUInt16BigEndian(cut.AsSpan(at)) == HtJ2kHeader.Sot)
            {
                var part = BinaryPrimitives.ReadInt32BigEndian(cut.AsSpan(at + 6));
                cut.AsSpan(at + 14, part - 14).Fill(0x55);
                at += part;
            }

            var reduced = new Jpeg2000Codec().Decode(encoded.Description, cut, new FrameSource(Reduction: halvings));
            Assert.Equal(whole.Samples.ToArray(), reduced.Samples.ToArray());
        }
    }

    /// <summary>Found by fuzzing: behind a marker it does not know OpenJPEG looks for the next one, and so finds a coding style that a walk by lengths has lost.</summary>
    [Fact]
    public void A_pair_that_is_a_marker_is_refused_also_where_the_headers_are_damaged()
    {
        var encoded = Encode(64, 64, 8, false, 1);
        var bytes = encoded.Bytes.ToArray();
        var data = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0x93]) + 2;
        (bytes[^8], bytes[^7]) = (0xFF, 0x95);
        Assert.True(data < bytes.Length - 8);
        Assert.Throws<UndecodableFrameException>(() => FrameDecoder.Decode(encoded.Description, bytes, Rpcl));
        var cap = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0x50]);
        (bytes[cap + 1], bytes[cap + 2]) = (0x30, 0xFF);
        Assert.Throws<UndecodableFrameException>(() => FrameDecoder.Decode(encoded.Description, bytes, Rpcl));
    }

    [Fact]
    public void Colour_that_is_no_RGB_keeps_its_name_and_every_bit()
    {
        var frame = Pictures.Fill(Pictures.Colour(40, 50, "YBR_FULL"));
        foreach (var syntax in (TransferSyntax[])[Rpcl, TransferSyntax.Of(new Uid("1.2.840.10008.1.2.4.90"))])
        {
            var encoded = FrameEncoder.Encode(frame, syntax);
            Assert.Equal("YBR_FULL", encoded.Description.PhotometricInterpretation);
            var decoded = FrameDecoder.Decode(encoded.Description, encoded.Bytes, syntax);
            Assert.Equal("YBR_FULL", decoded.Description.PhotometricInterpretation);
            Assert.Equal(frame.Samples.ToArray(), decoded.Samples.ToArray());
        }
    }

    [Fact]
    public void Bits_above_those_stored_are_not_coded()
    {
        var frame = Pictures.Fill(Pictures.Grey(20, 30, 16, 12));
        var dirty = frame.Samples.ToArray();
        for (var i = 1; i < dirty.Length; i += 2)
            dirty[i] |= 0xA0;
        var encoded = FrameEncoder.Encode(frame with { Samples = dirty }, Rpcl);
        Assert.Equal(frame.Samples.ToArray(), FrameDecoder.Decode(encoded.Description, encoded.Bytes, Rpcl).Samples.ToArray());
    }

    [Fact]
    public void Noise_that_grows_when_coded_survives()
    {
        var noise = new byte[200 * 300 * 2];
        new Random(7).NextBytes(noise);
        var frame = new DecodedFrame(Pictures.Grey(200, 300, 16, 16), noise);
        foreach (var uid in (string[])["1.2.840.10008.1.2.4.202", "1.2.840.10008.1.2.4.90"])
        {
            var encoded = FrameEncoder.Encode(frame, TransferSyntax.Of(new Uid(uid)));
            Assert.Equal(noise, FrameDecoder.Decode(encoded.Description, encoded.Bytes, TransferSyntax.Of(new Uid(uid))).Samples.ToArray());
        }
    }

    private static EncodedFrame Encode(int rows, int columns, int stored, bool isSigned, int samples) =>
        FrameEncoder.Encode(Pictures.Fill(Description(rows, columns, stored, isSigned, samples)), Rpcl);

    private static PixelDescription Description(int rows, int columns, int stored, bool isSigned, int samples) => samples == 3
        ? Pictures.Colour(rows, columns)
        : Pictures.Grey(rows, columns, stored <= 8 ? 8 : 16, stored, isSigned);
}
