using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Runtime.InteropServices;

namespace ImagingGateway.Transcoding;

/// <summary>Big endian values on their way to little endian clients (PS3.18 8.7.3 rules big endian out).</summary>
internal static class ByteOrder
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Copies, reversing every unit of 2, 4 or 8 bytes; a rest shorter than a unit is copied as it is.</summary>
    public static async Task CopySwappedAsync(PipeWriter output, Stream source, long length, int unit, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (length > 0)
            {
                var count = (int)Math.Min(length, BufferSize);
                await source.ReadExactlyAsync(buffer.AsMemory(0, count), cancellationToken);
                Swap(buffer.AsSpan(0, count), unit);
                await output.WriteToClientAsync(buffer.AsMemory(0, count), cancellationToken);
                length -= count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static void Swap(Span<byte> bytes, int unit)
    {
        switch (unit)
        {
            case 2:
                var shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                var ints = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                var longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }
}
