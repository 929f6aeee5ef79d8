using System.Buffers.Binary;

namespace ImagingGateway.Imaging.Codecs.Jpeg;

/// <summary>Walks the marker segments of a JPEG interchange format (ITU-T T.81 annex B).</summary>
internal ref struct JpegSegmentReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    /// <summary>Where the next marker is looked for; entropy coded data follow an SOS here.</summary>
    public int Position
    {
        readonly get => _position;
        set => _position = value;
    }

    /// <summary>The marker just read.</summary>
    public byte Marker { get; private set; }

    /// <summary>First byte of the marker just read, fill bytes not counted.</summary>
    public int MarkerPosition { get; private set; }

    /// <summary>The content of the segment, without marker and length.</summary>
    public ReadOnlySpan<byte> Segment { get; private set; }

    /// <summary>Finds the next marker and its segment; false at the end of the bytes.</summary>
    /// <exception cref="UndecodableFrameException">A segment runs past the end.</exception>
    public bool Next()
    {
        while (true)
        {
            var found = _bytes[_position..].IndexOf((byte)0xFF);
            if (found < 0 || _position + found + 1 >= _bytes.Length)
                return false;
            _position += found + 1;
            Marker = _bytes[_position];
            if (Marker is 0 or 0xFF or (>= JpegMarker.Rst0 and <= JpegMarker.Rst7) or 0x01)
                continue;
            MarkerPosition = _position++ - 1;
            Segment = default;
            if (Marker is JpegMarker.Soi or JpegMarker.Eoi)
                return true;
            if (_bytes.Length - _position < 2)
                return false;
            int length = BinaryPrimitives.ReadUInt16BigEndian(_bytes[_position..]);
            if (length < 2 || length > _bytes.Length - _position)
                throw FrameLimits.Broken($"a JPEG segment runs past the end of the frame");
            Segment = _bytes.Slice(_position + 2, length - 2);
            _position += length;
            return true;
        }
    }
}
