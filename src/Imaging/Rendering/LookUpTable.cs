using System.Buffers.Binary;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Imaging.Rendering;

/// <summary>A look-up table of the Modality LUT or VOI LUT module (PS3.3 C.11.1.1.1, C.11.2.1.1).</summary>
/// <param name="First">Input mapped to the first entry; smaller inputs get that entry too.</param>
/// <param name="Bits">Bits of an entry, 8 to 16.</param>
internal sealed record LookUpTable(int First, int Bits, ushort[] Entries)
{
    public double Greatest => (1 << Bits) - 1;

    public ushort this[double input] => Entries[(int)Math.Clamp(Math.Floor(input) - First, 0, Entries.Length - 1)];

    /// <summary>The table of one sequence item; null when it is incomplete.</summary>
    public static LookUpTable? Read(DataSet item)
    {
        var descriptor = item.GetNumbers(Tags.LUTDescriptor);
        if (descriptor.Count < 3 || item[Tags.LUTData] is not { Bytes.IsEmpty: false } data)
            return null;
        var isSigned = item[Tags.LUTDescriptor]?.VR == VR.SS;
        var first = isSigned ? (short)(int)descriptor[1] : (int)descriptor[1];
        var entries = ReadEntries(data.Bytes.Span, EntryCount(descriptor[0]));
        return entries.Length == 0 ? null : new LookUpTable(first, Math.Clamp((int)descriptor[2], 8, 16), entries);
    }

    /// <summary>Number of entries of a descriptor's first value: 0 stands for 65536, and a signed VR may have made it negative.</summary>
    public static int EntryCount(double value) => ((int)value & 0xFFFF) is var count && count == 0 ? 65536 : (int)value & 0xFFFF;

    /// <summary>Entries as words, or as bytes when only that fits the length (8-bit entries packed, PS3.3 C.7.6.3.1.6).</summary>
    public static ushort[] ReadEntries(ReadOnlySpan<byte> data, int count)
    {
        var isPacked = data.Length < count * 2 && data.Length <= count + 1;
        var entries = new ushort[Math.Min(count, isPacked ? data.Length : data.Length / 2)];
        for (var i = 0; i < entries.Length; i++)
            entries[i] = isPacked ? data[i] : BinaryPrimitives.ReadUInt16LittleEndian(data[(2 * i)..]);
        return entries;
    }
}
