using System.Buffers.Binary;
using System.Globalization;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>Values of fixed width in little endian (PS3.5 6.2, 7.3).</summary>
internal static class BinaryValue
{
    /// <summary>Bytes of one value; 0 for VRs that are no lists of numbers.</summary>
    public static int Width(VR vr) => vr.IsText || vr == VR.SQ || vr == VR.UN || vr == VR.OB ? 0 : vr == VR.AT ? 4 : vr.UnitSize;

    /// <summary>The integer at the beginning; false when there is none or the VR holds none.</summary>
    public static bool TryReadInteger(ReadOnlySpan<byte> bytes, VR vr, out long value)
    {
        value = 0;
        var width = Width(vr);
        if (width == 0 || bytes.Length < width || vr == VR.FL || vr == VR.FD || vr == VR.OF || vr == VR.OD)
            return false;
        value = ReadInteger(bytes, vr, width);
        return true;
    }

    public static double[] ToNumbers(ReadOnlySpan<byte> bytes, VR vr)
    {
        var width = Width(vr);
        if (width == 0)
            return [];
        var numbers = new double[bytes.Length / width];
        for (var i = 0; i < numbers.Length; i++)
        {
            var one = bytes.Slice(i * width, width);
            numbers[i] = vr == VR.FL || vr == VR.OF ? BinaryPrimitives.ReadSingleLittleEndian(one)
                : vr == VR.FD || vr == VR.OD ? BinaryPrimitives.ReadDoubleLittleEndian(one)
                : vr == VR.UV || vr == VR.OV ? BinaryPrimitives.ReadUInt64LittleEndian(one)
                : ReadInteger(one, vr, width);
        }

        return numbers;
    }

    public static string[] ToStrings(ReadOnlySpan<byte> bytes, VR vr)
    {
        var width = Width(vr);
        if (width == 0)
            return [];
        var texts = new string[bytes.Length / width];
        for (var i = 0; i < texts.Length; i++)
        {
            var one = bytes.Slice(i * width, width);
            texts[i] = vr == VR.AT ? ReadTag(one).ToHex()
                : vr == VR.FL || vr == VR.OF ? BinaryPrimitives.ReadSingleLittleEndian(one).ToString("R", CultureInfo.InvariantCulture)
                : vr == VR.FD || vr == VR.OD ? BinaryPrimitives.ReadDoubleLittleEndian(one).ToString("R", CultureInfo.InvariantCulture)
                : vr == VR.UV || vr == VR.OV ? BinaryPrimitives.ReadUInt64LittleEndian(one).ToString(CultureInfo.InvariantCulture)
                : ReadInteger(one, vr, width).ToString(CultureInfo.InvariantCulture);
        }

        return texts;
    }

    public static byte[] FromIntegers(ReadOnlySpan<long> values, VR vr)
    {
        var width = Width(vr);
        if (width == 0)
            throw new ArgumentException($"{vr} holds no integers.", nameof(vr));
        var bytes = new byte[values.Length * width];
        for (var i = 0; i < values.Length; i++)
            WriteInteger(bytes.AsSpan(i * width, width), values[i], vr);
        return bytes;
    }

    public static byte[] FromNumbers(ReadOnlySpan<double> values, VR vr)
    {
        var width = Width(vr);
        if (width == 0)
            throw new ArgumentException($"{vr} holds no numbers.", nameof(vr));
        var bytes = new byte[values.Length * width];
        for (var i = 0; i < values.Length; i++)
        {
            var one = bytes.AsSpan(i * width, width);
            if (vr == VR.FL || vr == VR.OF)
                BinaryPrimitives.WriteSingleLittleEndian(one, (float)values[i]);
            else if (vr == VR.FD || vr == VR.OD)
                BinaryPrimitives.WriteDoubleLittleEndian(one, values[i]);
            else
                WriteInteger(one, checked((long)values[i]), vr);
        }

        return bytes;
    }

    /// <summary>A tag as AT holds it: group, then element.</summary>
    public static Tag ReadTag(ReadOnlySpan<byte> bytes) => ElementHeaderReader.ReadTag(bytes, false);

    private static long ReadInteger(ReadOnlySpan<byte> bytes, VR vr, int width) => width switch
    {
        2 => vr == VR.SS ? BinaryPrimitives.ReadInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        4 when vr == VR.AT => ReadTag(bytes).Number,
        4 => vr == VR.SL ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        8 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        _ => bytes[0],
    };

    private static void WriteInteger(Span<byte> bytes, long value, VR vr)
    {
        checked
        {
            if (vr == VR.SS)
                BinaryPrimitives.WriteInt16LittleEndian(bytes, (short)value);
            else if (vr == VR.SL)
                BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)value);
            else if (vr == VR.AT)
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, System.Numerics.BitOperations.RotateLeft((uint)value, 16));
            else if (bytes.Length == 2)
                BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
            else if (bytes.Length == 4)
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value);
            else
                BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        }
    }
}
