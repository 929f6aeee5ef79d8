using System.Buffers.Binary;
using System.IO.Compression;

namespace ImagingGateway.Imaging.Rendering.Output;

/// <summary>Portable network graphics of 8-bit grey or RGB (ISO/IEC 15948), every row predicted from the one above.</summary>
internal static class PngWriter
{
    private const byte FilterUp = 2;

    public static byte[] Write(Raster raster)
    {
        using var output = new MemoryStream();
        output.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, raster.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], raster.Height);
        (header[8], header[9]) = (8, raster.Channels == 1 ? (byte)0 : (byte)2);
        header[10..].Clear();
        WriteChunk(output, "IHDR"u8, header);
        WriteChunk(output, "IDAT"u8, Compress(raster));
        WriteChunk(output, "IEND"u8, default);
        return output.ToArray();
    }

    private static ReadOnlySpan<byte> Compress(Raster raster)
    {
        var data = new MemoryStream(raster.Length / 2);
        using (var deflater = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            var line = new byte[raster.Stride + 1];
            line[0] = FilterUp;
            for (var row = 0; row < raster.Height; row++)
            {
                var current = raster.Pixels.AsSpan(row * raster.Stride, raster.Stride);
                if (row == 0)
                    current.CopyTo(line.AsSpan(1));
                else
                    Subtract(current, raster.Pixels.AsSpan((row - 1) * raster.Stride, raster.Stride), line.AsSpan(1));
                deflater.Write(line);
            }
        }

        return data.GetBuffer().AsSpan(0, (int)data.Length);
    }

    private static void Subtract(ReadOnlySpan<byte> current, ReadOnlySpan<byte> above, Span<byte> difference)
    {
        for (var i = 0; i < current.Length; i++)
            difference[i] = (byte)(current[i] - above[i]);
    }

    private static void WriteChunk(MemoryStream output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        output.Write(number);
        var start = (int)output.Length;
        output.Write(type);
        output.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(output.GetBuffer().AsSpan(start, (int)output.Length - start)));
        output.Write(number);
    }
}
