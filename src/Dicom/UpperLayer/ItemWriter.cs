using System.Buffers.Binary;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>Puts big endian fields one after the other; lengths of open items are filled in when they end.</summary>
internal sealed class ItemWriter
{
    private byte[] _bytes = new byte[1024];
    private int _count;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

    public ItemWriter Byte(byte value)
    {
        Take(1)[0] = value;
        return this;
    }

    public ItemWriter UInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(Take(2), value);
        return this;
    }

    public ItemWriter UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(Take(4), value);
        return this;
    }

    public ItemWriter Zeros(int count)
    {
        Take(count).Clear();
        return this;
    }

    public ItemWriter Bytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Take(value.Length));
        return this;
    }

    public ItemWriter SizedBytes(ReadOnlySpan<byte> value) => UInt16(checked((ushort)value.Length)).Bytes(value);

    public ItemWriter Text(string value) => Bytes(System.Text.Encoding.ASCII.GetBytes(value));

    public ItemWriter SizedUid(Uid uid) => SizedBytes(System.Text.Encoding.ASCII.GetBytes(uid.Value));

    /// <summary>Sixteen characters, padded with blanks (PS3.8 9.3.2).</summary>
    public ItemWriter Title(AETitle title) => Text(title.Value.PadRight(16));

    /// <summary>An item: type, reserved byte, 16-bit length, content (PS3.8 9.3.2).</summary>
    public ItemWriter Item(byte type, Action<ItemWriter> content)
    {
        Byte(type).Byte(0);
        var start = _count;
        UInt16(0);
        content(this);
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(start), checked((ushort)(_count - start - 2)));
        return this;
    }

    private Span<byte> Take(int count)
    {
        if (_bytes.Length - _count < count)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _count + count));
        _count += count;
        return _bytes.AsSpan(_count - count, count);
    }
}
