namespace ImagingGateway.Imaging.Codecs.Jpeg;

/// <summary>A Huffman table (ITU-T T.81 annex C): one look-up for codes up to ten bits, canonical search for the rest.</summary>
internal sealed class HuffmanTable
{
    public const int LookUpBits = 10;

    private readonly ushort[] _lookUp = new ushort[1 << LookUpBits];
    private readonly int[] _lastCode = new int[17];
    private readonly int[] _valueOffset = new int[17];
    private readonly byte[] _values;

    /// <param name="counts">Number of codes of each length from 1 to 16.</param>
    /// <param name="values">The symbols in order of their codes.</param>
    /// <exception cref="UndecodableFrameException">The lengths make no prefix code.</exception>
    public HuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> values)
    {
        _values = values.ToArray();
        int code = 0, index = 0;
        for (var length = 1; length <= 16; length++, code <<= 1)
        {
            _valueOffset[length] = index - code;
            for (var i = 0; i < counts[length - 1]; i++, code++, index++)
            {
                if (code >= 1 << length)
                    throw FrameLimits.Broken($"a JPEG Huffman table is damaged");
                if (length <= LookUpBits)
                    _lookUp.AsSpan(code << (LookUpBits - length), 1 << (LookUpBits - length)).Fill((ushort)((length << 8) | _values[index]));
            }

            _lastCode[length] = code - 1;
        }
    }

    /// <summary>Length in bits (0 when longer than <see cref="LookUpBits"/>) in the high byte, symbol in the low one.</summary>
    public int LookUp(uint bits) => _lookUp[bits];

    /// <summary>Finds a code longer than the look-up in the next 16 bits.</summary>
    /// <exception cref="UndecodableFrameException">No symbol has this code.</exception>
    public int Search(uint bits16, out int length)
    {
        for (length = LookUpBits + 1; length <= 16; length++)
        {
            var code = (int)(bits16 >> (16 - length));
            if (code <= _lastCode[length] && code + _valueOffset[length] >= 0 && code + _valueOffset[length] < _values.Length)
                return _values[code + _valueOffset[length]];
        }

        throw FrameLimits.Broken($"the JPEG data hold a code that is in no table");
    }
}
