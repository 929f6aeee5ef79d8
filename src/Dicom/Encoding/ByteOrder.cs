using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>Changes values between big and little endian (PS3.5 7.3).</summary>
internal static class ByteOrder
{
    /// <summary>Reverses the bytes of each unit in place; bytes after the last whole unit stay.</summary>
    public static void Reverse(Span<byte> value, VR vr)
    {
        switch (vr.UnitSize)
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
