using System.Buffers.Binary;
using System.Text;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.TestKit;

/// <summary>A small instance written byte by byte in Explicit VR Little Endian, without any code under test.</summary>
public sealed record MadeInstance
{
    public static readonly Uid ExplicitVRLittleEndian = new("1.2.840.10008.1.2.1");

    public string SopClass { get; init; } = "1.2.840.10008.5.1.4.1.1.2";

    public string? Sop { get; init; } = Uid.New().Value;

    public string? Study { get; init; } = Uid.New().Value;

    public string? Series { get; init; } = Uid.New().Value;

    public int InstanceNumber { get; init; } = 1;

    /// <summary>One native 8-bit frame after another.</summary>
    public byte[] PixelData { get; init; } = [.. Enumerable.Range(0, 64).Select(i => (byte)i)];

    public int Frames { get; init; } = 1;

    /// <summary>A long private value before the pixel data, left out when empty.</summary>
    public byte[] LongValue { get; init; } = [];

    public IncomingAnnouncement Announcement => new(new Uid(SopClass), new Uid(Sop ?? ""), ExplicitVRLittleEndian);

    public byte[] DataSet()
    {
        var bytes = new List<byte>();
        Add(bytes, 0x0008, 0x0016, "UI", SopClass);
        Add(bytes, 0x0008, 0x0018, "UI", Sop);
        Add(bytes, 0x0008, 0x0020, "DA", "20260102");
        Add(bytes, 0x0008, 0x0060, "CS", "CT");
        Add(bytes, 0x0010, 0x0010, "PN", "Test^Patient");
        Add(bytes, 0x0010, 0x0020, "LO", "P1");
        Add(bytes, 0x0020, 0x000D, "UI", Study);
        Add(bytes, 0x0020, 0x000E, "UI", Series);
        Add(bytes, 0x0020, 0x0013, "IS", $"{InstanceNumber}");
        if (PixelData.Length > 0)
        {
            Add(bytes, 0x0028, 0x0002, "US", 1);
            Add(bytes, 0x0028, 0x0004, "CS", "MONOCHROME2");
            Add(bytes, 0x0028, 0x0008, "IS", $"{Frames}");
            Add(bytes, 0x0028, 0x0010, "US", 1);
            Add(bytes, 0x0028, 0x0011, "US", (ushort)Math.Min(ushort.MaxValue, PixelData.Length / Frames));
            Add(bytes, 0x0028, 0x0100, "US", 8);
            Add(bytes, 0x0028, 0x0101, "US", 8);
            Add(bytes, 0x0028, 0x0102, "US", 7);
            Add(bytes, 0x0028, 0x0103, "US", 0);
        }

        if (LongValue.Length > 0)
        {
            Add(bytes, 0x0029, 0x0010, "LO", "TEST");
            AddLong(bytes, 0x0029, 0x1001, "OB", LongValue);
        }

        if (PixelData.Length > 0)
            AddLong(bytes, 0x7FE0, 0x0010, "OB", PixelData);
        return [.. bytes];
    }

    /// <summary>Preamble, prefix, meta group, data set.</summary>
    public byte[] File()
    {
        var meta = new List<byte>();
        AddLong(meta, 0x0002, 0x0001, "OB", [0, 1]);
        Add(meta, 0x0002, 0x0002, "UI", SopClass);
        Add(meta, 0x0002, 0x0003, "UI", Sop);
        Add(meta, 0x0002, 0x0010, "UI", ExplicitVRLittleEndian.Value);
        Add(meta, 0x0002, 0x0012, "UI", "1.2.3.4");
        var length = new List<byte>();
        Header(length, 0x0002, 0x0000, "UL");
        length.AddRange([4, 0]);
        length.AddRange(BitConverter.GetBytes((uint)meta.Count));
        return [.. new byte[128], .. "DICM"u8, .. length, .. meta, .. DataSet()];
    }

    private static void Add(List<byte> bytes, ushort group, ushort element, string vr, string? text)
    {
        if (text is null)
            return;
        var value = Encoding.ASCII.GetBytes(text.Length % 2 == 0 ? text : text + (vr == "UI" ? '\0' : ' '));
        Header(bytes, group, element, vr);
        bytes.AddRange(BitConverter.GetBytes((ushort)value.Length));
        bytes.AddRange(value);
    }

    private static void Add(List<byte> bytes, ushort group, ushort element, string vr, ushort value)
    {
        Header(bytes, group, element, vr);
        bytes.AddRange([2, 0]);
        bytes.AddRange(BitConverter.GetBytes(value));
    }

    private static void AddLong(List<byte> bytes, ushort group, ushort element, string vr, byte[] value)
    {
        Header(bytes, group, element, vr);
        bytes.AddRange([0, 0]);
        var length = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)(value.Length + (value.Length % 2)));
        bytes.AddRange(length);
        bytes.AddRange(value);
        if (value.Length % 2 != 0)
            bytes.Add(0);
    }

    private static void Header(List<byte> bytes, ushort group, ushort element, string vr)
    {
        bytes.AddRange(BitConverter.GetBytes(group));
        bytes.AddRange(BitConverter.GetBytes(element));
        bytes.AddRange(Encoding.ASCII.GetBytes(vr));
    }
}

/// <summary>What a C-STORE request would say of it.</summary>
public sealed record IncomingAnnouncement(Uid SopClass, Uid Sop, Uid TransferSyntax);
