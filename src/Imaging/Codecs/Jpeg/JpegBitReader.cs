using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ImagingGateway.Imaging.Codecs.Jpeg;

/// <summary>Bits of entropy coded data, most significant first, stuffed zeros removed, up to the next marker (ITU-T T.81 F.2.2.5).</summary>
internal ref struct JpegBitReader(ReadOnlySpan<byte> bytes, int position)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position = position;
    private ulong _bits;
    private int _count;
    private int _invented;

    /// <summary>First byte not yet taken into the bit buffer; never past a marker.</summary>
    public readonly int Position => _position;

    /// <summary>More bits were asked for than the data hold, beyond the one symbol that may look ahead.</summary>
    public readonly bool IsExhausted => _invented > _count;

    /// <summary>The next Huffman symbol.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Symbol(HuffmanTable table)
    {
        if (_count < 16)
            Fill();
        var entry = table.LookUp((uint)(_bits >> (64 - HuffmanTable.LookUpBits)));
        var length = entry >> 8;
        var symbol = length != 0 ? entry & 0xFF : table.Search((uint)(_bits >> 48), out length);
        _bits <<= length;
        _count -= length;
        return symbol;
    }

    /// <summary>The next 1 to 16 bits as a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Bits(int count)
    {
        if (_count < count)
            Fill();
        var value = (int)(_bits >> (64 - count));
        _bits <<= count;
        _count -= count;
        return value;
    }

    /// <summary>The next bits as a signed number of that magnitude category (T.81 F.2.2.1, EXTEND).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Extended(int category)
    {
        if (category == 0)
            return 0;
        var value = Bits(category);
        return value < 1 << (category - 1) ? value - (1 << category) + 1 : value;
    }

    /// <summary>Drops the padding before a restart marker and steps over the marker; false when there is none.</summary>
    public bool Restart()
    {
        (_bits, _count, _invented) = (0, 0, 0);
        for (; _position + 1 < _bytes.Length; _position++)
        {
            if (_bytes[_position] != 0xFF || _bytes[_position + 1] is 0 or 0xFF)
                continue;
            if (_bytes[_position + 1] is < JpegMarker.Rst0 or > JpegMarker.Rst7)
                return false;
            _position += 2;
            return true;
        }

        return false;
    }

    private void Fill()
    {
        if (_count <= 32 && _bytes.Length - _position >= 4)
        {
            var word = BinaryPrimitives.ReadUInt32BigEndian(_bytes[_position..]);
            // no byte of the word is FF exactly when no byte of its complement is zero
            if (((~word - 0x01010101u) & word & 0x80808080u) == 0)
            {
                _bits |= (ulong)word << (32 - _count);
                _count += 32;
                _position += 4;
                return;
            }
        }

        for (; _count <= 48; _count += 8)
            _bits |= (ulong)NextByte() << (56 - _count);
    }

    private byte NextByte()
    {
        if (_position < _bytes.Length)
        {
            var value = _bytes[_position];
            if (value != 0xFF)
            {
                _position++;
                return value;
            }

            if (_position + 1 < _bytes.Length && _bytes[_position + 1] == 0)
            {
                _position += 2;
                return 0xFF;
            }
        }

        _invented += 8; // a marker or the end: zeros follow
        return 0;
    }
}
