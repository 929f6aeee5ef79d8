using System.Buffers.Binary;
using System.IO.Compression;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Rendering;
using ImagingGateway.Imaging.Rendering.Output;

namespace ImagingGateway.Imaging.Tests.Rendering;

/// <summary>What is written for browsers, decoded again.</summary>
public sealed class OutputTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Png_gives_every_byte_back(int channels)
    {
        var raster = Picture(channels);
        Assert.Equal(raster.Pixels, ReadPng(PngWriter.Write(raster), raster));
    }

    [Theory]
    [InlineData(1, 85)]
    [InlineData(3, 85)]
    [InlineData(3, 95)]
    public void Jpeg_is_close_to_the_picture(int channels, int quality)
    {
        var raster = Picture(channels);
        var description = channels == 1 ? Pictures.Grey(raster.Height, raster.Width) : Pictures.Colour(raster.Height, raster.Width, "YBR_FULL_422");
        var decoded = FrameDecoder.Decode(
            description, JpegWriter.Write(raster, quality), TransferSyntax.Of(new Uid("1.2.840.10008.1.2.4.50")), new FrameSource(PreferRgb: true));
        var sum = 0.0;
        for (var i = 0; i < raster.Length; i++)
            sum += Math.Abs(raster.Pixels[i] - decoded.Samples.Span[i]);
        Assert.InRange(sum / raster.Length, 0, 2);
    }

    [Fact]
    public void Higher_quality_is_more_bytes() =>
        Assert.True(JpegWriter.Write(Picture(3), 30).Length < JpegWriter.Write(Picture(3), 95).Length);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Webp_is_a_webp_of_that_size(int channels)
    {
        var webp = WebpWriter.Write(Picture(channels), 80);
        Assert.Equal("RIFF"u8.ToArray(), webp[..4]);
        Assert.Equal("WEBPVP8 "u8.ToArray(), webp[8..16]);
        Assert.Equal((70, 50), (BinaryPrimitives.ReadUInt16LittleEndian(webp.AsSpan(26)), BinaryPrimitives.ReadUInt16LittleEndian(webp.AsSpan(28))));
    }

    [Fact]
    public void The_checksum_is_that_of_the_format() => Assert.Equal(0xAE426082u, Crc32.Of("IEND"u8));

    private static Raster Picture(int channels)
    {
        var frame = Pictures.Fill(channels == 1 ? Pictures.Grey(50, 70) : Pictures.Colour(50, 70));
        return new Raster(frame.Samples.ToArray(), 70, 50, channels);
    }

    /// <summary>Reads what <see cref="PngWriter"/> writes, checking every chunk.</summary>
    private static byte[] ReadPng(byte[] png, Raster expected)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        var (data, types) = (new MemoryStream(), new List<string>());
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var type = System.Text.Encoding.ASCII.GetString(png, at + 4, 4);
            types.Add(type);
            Assert.Equal(Crc32.Of(png.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            if (type == "IHDR")
                Assert.Equal([0, 0, 0, (byte)expected.Width, 0, 0, 0, (byte)expected.Height, 8, (byte)(expected.Channels == 1 ? 0 : 2), 0, 0, 0], png[(at + 8)..(at + 21)]);
            if (type == "IDAT")
                data.Write(png, at + 8, length);
            at += 12 + length;
        }

        Assert.Equal(["IHDR", "IDAT", "IEND"], types);
        data.Position = 0;
        using var inflater = new ZLibStream(data, CompressionMode.Decompress);
        var pixels = new byte[expected.Length];
        for (var row = 0; row < expected.Height; row++)
        {
            Assert.Equal(2, inflater.ReadByte());
            var line = pixels.AsSpan(row * expected.Stride, expected.Stride);
            inflater.ReadExactly(line);
            for (var i = 0; row > 0 && i < line.Length; i++)
                line[i] += pixels[((row - 1) * expected.Stride) + i];
        }

        Assert.Equal(-1, inflater.ReadByte());
        return pixels;
    }
}
