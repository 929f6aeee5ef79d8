using System.IO.Pipelines;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Transcoding.Tests;

/// <summary>Bits of frames whose size is no multiple of eight.</summary>
public sealed class SingleBitsTests
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

    internal static IEnumerable<byte> Bits(byte[] packed) => packed.SelectMany(value => Enumerable.Range(0, 8).Select(bit => (byte)((value >> bit) & 1)));
}
