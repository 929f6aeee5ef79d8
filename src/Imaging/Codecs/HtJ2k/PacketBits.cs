namespace ImagingGateway.Imaging.Codecs.HtJ2k;

/// <summary>The bits of a packet header (ISO/IEC 15444-1 B.10.1): after a byte FF the next one begins with a stuffed zero.</summary>
internal ref struct PacketBits(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private byte _current;
    private int _left;

    /// <summary>Bytes begun.</summary>
    public int Position { get; private set; }

    /// <summary>More was read than there is; the bits beyond are zero.</summary>
    public bool IsExhausted { get; private set; }

    public int Read()
    {
        if (_left == 0)
            Fetch();
        _left--;
        return (_current >> _left) & 1;
    }

    /// <param name="count">At most 31.</param>
    public int Read(int count)
    {
        var value = 0;
        while (count-- > 0)
            value = (value << 1) | Read();
        return value;
    }

    /// <summary>Goes to the first byte behind the header, over the stuffing that follows a last FF.</summary>
    public void Align()
    {
        if (_current == 0xFF)
            Fetch();
        _left = 0;
    }

    private void Fetch()
    {
        _left = _current == 0xFF ? 7 : 8;
        IsExhausted |= Position == _bytes.Length;
        _current = IsExhausted ? (byte)0 : _bytes[Position++];
    }
}
