using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>Changes values between big and little endian (PS3.5 7.3).</summary>
public static class ByteOrder
{
    /// <summary>Reverses the bytes of each unit of 2, 4 or 8 bytes in place; a rest shorter than a unit stays.</summary>
    public static void Reverse(Span<byte> value, int unit)
    {
        switch (unit)
        {
            case 2:
                var words = MemoryMarshal.Cast<byte, ushort>(value);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 4:
                var longs = MemoryMarshal.Cast<byte, uint>(value);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
            case 8:
                var quads = MemoryMarshal.Cast<byte, ulong>(value);
                BinaryPrimitives.ReverseEndianness(quads, quads);
                break;
        }
    }
}
