using System.IO.Compression;
using System.IO.Pipelines;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Transcoding.Tests;

/// <summary>Bits of frames whose size is no multiple of eight.</summary>
public sealed class SingleBitsTests(ArchiveFixture fixture) : IClassFixture<ArchiveFixture>
{
    [Fact]
    public async Task Frames_of_single_bits_follow_each_other_without_padding()
    {
        var random = new Random(3);
        var frames = Enumerable.Range(0, 5).Select(_ => Enumerable.Range(0, 15).Select(_ => (byte)random.Next(2)).ToArray()).ToList();
        var description = new PixelDescription(3, 5, frames.Count, 1, 8, 1, 0, false, 0, "MONOCHROME2");
        DecodedFrame Frame(int number) => new(description, frames[number - 1]);
        var bits = new SingleBits(frames.Count, Frame(1), (number, _) => Task.FromResult(Frame(number)));
        using var output = new MemoryStream();
        var pipe = PipeWriter.Create(output, new StreamPipeWriterOptions(leaveOpen: true));
        await bits.WriteAsync(pipe, default);
        await pipe.CompleteAsync();
        Assert.Equal(bits.Length, output.Length);
        Assert.Equal(frames.SelectMany(frame => frame), Bits(output.ToArray()).Take(75));
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2.8.1")]
    [InlineData("1.2.840.10008.1.2.5")]
    public async Task Frames_that_were_padded_one_by_one_lose_their_padding(string uid)
    {
        var random = new Random(4);
        var frames = Enumerable.Range(0, 3).Select(_ => new byte[] { (byte)random.Next(256), (byte)(random.Next(256) & 0x7F) }).ToList(); // 15 bits each, and one of padding
        var description = new PixelDescription(3, 5, frames.Count, 1, 1, 1, 0, false, 0, "MONOCHROME2");
        var file = TestImage.Coded(description, TransferSyntax.Of(new Uid(uid)), frames.Select(frame => uid == "1.2.840.10008.1.2.5" ? RunLength(frame) : Deflated(frame)));
        var sent = SentFile.Read(await CorpusTranscodingTests.SendAsync(fixture.Archive, await fixture.Archive.StoreAsync(file), TransferSyntax.ExplicitVRLittleEndian));
        Assert.Equal(6, sent.Scan.PixelData!.Length); // 45 bits
        Assert.Equal(frames, sent.Frames().Select(frame => frame.Samples.ToArray()));
    }

    private static byte[] Deflated(byte[] frame)
    {
        using var output = new MemoryStream();
        using (var deflater = new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true))
            deflater.Write(frame);
        return output.Length % 2 == 0 ? output.ToArray() : [.. output.ToArray(), 0]; // PS3.5 A.4: a fragment has even length
    }

    private static byte[] RunLength(byte[] frame)
    {
        var header = new byte[64];
        (header[0], header[4]) = (1, 64);
        return [.. header, (byte)(frame.Length - 1), .. frame, 0];
    }

    internal static IEnumerable<byte> Bits(byte[] packed) => packed.SelectMany(value => Enumerable.Range(0, 8).Select(bit => (byte)((value >> bit) & 1)));
}
