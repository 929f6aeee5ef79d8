using System.Buffers.Binary;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>Takes big endian fields off the body of a PDU in order; every step is checked against the end.</summary>
internal ref struct ItemReader(ReadOnlySpan<byte> bytes, long position)
{
    private ReadOnlySpan<byte> _rest = bytes;
    private readonly long _end = position + bytes.Length;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>From the start of the PDU.</summary>
    public readonly long Position => _end - _rest.Length;

    public byte Byte() => Bytes(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16BigEndian(Bytes(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32BigEndian(Bytes(4));

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > _rest.Length)
            throw new MalformedPduException($"A field of {count} bytes does not fit in the {_rest.Length} that are left.", Position);
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public ReadOnlySpan<byte> Rest() => Bytes(_rest.Length);

    /// <summary>Text up to padding; other than ASCII comes out as '?'.</summary>
    public string Text(int count) => System.Text.Encoding.ASCII.GetString(Bytes(count)).Trim('\0', ' ');

    /// <summary>Everything that is left, as text.</summary>
    public string RestAsText() => Text(_rest.Length);

    /// <summary>A UID preceded by its 16-bit length.</summary>
    public Uid SizedUid() => new(Text(UInt16()));

    /// <summary>Bytes preceded by their 16-bit length.</summary>
    public ReadOnlySpan<byte> SizedBytes() => Bytes(UInt16());

    /// <summary>An item: type, reserved byte, 16-bit length, content (PS3.8 9.3.2).</summary>
    public ItemReader Item(out byte type)
    {
        type = Byte();
        Byte();
        var length = UInt16();
        var start = Position;
        return new ItemReader(Bytes(length), start);
    }
}
