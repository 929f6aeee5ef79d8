using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ImagingGateway.Imaging.Codecs.NativeFormat;

/// <summary>Turns big endian samples into little endian ones.</summary>
internal static class ByteOrder
{
    /// <summary>Reverses the bytes of every unit of 2, 4 or 8 bytes, in a copy; an odd byte at the end stays.</summary>
    /// <remarks>32-bit samples are swapped as one unit, as their writers do, not as two OW words.</remarks>
    public static ReadOnlyMemory<byte> Swap(ReadOnlyMemory<byte> bytes, int unit)
    {
        if (unit == 1)
            return bytes;
        var swapped = bytes.ToArray();
        switch (unit)
        {
            case 2:
                var words = MemoryMarshal.Cast<byte, ushort>(swapped.AsSpan());
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 4:
                var doubles = MemoryMarshal.Cast<byte, uint>(swapped.AsSpan());
                BinaryPrimitives.ReverseEndianness(doubles, doubles);
                break;
            case 8:
                var quads = MemoryMarshal.Cast<byte, ulong>(swapped.AsSpan());
                BinaryPrimitives.ReverseEndianness(quads, quads);
                break;
        }

        return swapped;
    }
}
