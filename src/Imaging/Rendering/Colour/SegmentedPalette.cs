using System.Buffers.Binary;

namespace ImagingGateway.Imaging.Rendering.Colour;

/// <summary>Segmented palette data (PS3.3 C.7.9.2): runs of entries, straight lines, and copies of earlier segments.</summary>
internal ref struct SegmentedPalette
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly bool _isByte;
    private readonly ushort[] _entries;
    private int _filled;

    private SegmentedPalette(ReadOnlySpan<byte> data, int count, bool isByte)
    {
        _data = data;
        _isByte = isByte;
        _entries = new ushort[count];
    }

    /// <summary>The plain table; short or damaged data give what came before the damage.</summary>
    public static ushort[] Expand(ReadOnlySpan<byte> data, int count, bool isByte)
    {
        var palette = new SegmentedPalette(data, count, isByte);
        palette.Run(0, int.MaxValue, mayCopy: true);
        return palette._entries[..palette._filled];
    }

    private readonly int Length => _isByte ? _data.Length : _data.Length / 2;

    private readonly int this[int index] => _isByte ? _data[index] : BinaryPrimitives.ReadUInt16LittleEndian(_data[(2 * index)..]);

    private void Run(int at, int segments, bool mayCopy)
    {
        for (; segments > 0 && _filled < _entries.Length && at + 2 < Length; segments--)
        {
            var (kind, length) = (this[at], this[at + 1]);
            switch (kind)
            {
                case 0:
                    for (var i = 0; i < length && at + 2 + i < Length && _filled < _entries.Length; i++)
                        _entries[_filled++] = (ushort)this[at + 2 + i];
                    at += 2 + length;
                    break;
                case 1 when _filled > 0:
                    Line(length, this[at + 2]);
                    at += 3;
                    break;
                case 2 when mayCopy && at + (_isByte ? 5 : 3) < Length:
                    // the offset is in bytes for 8-bit data and in words otherwise; one level deep only, so it ends
                    var offset = _isByte
                        ? this[at + 2] | (this[at + 3] << 8) | (this[at + 4] << 16) | (this[at + 5] << 24)
                        : this[at + 2] | (this[at + 3] << 16);
                    if (offset < 0 || offset >= Length)
                        return;
                    Run(offset, length, mayCopy: false);
                    at += _isByte ? 6 : 4;
                    break;
                default:
                    return;
            }
        }
    }

    private void Line(int length, int end)
    {
        int start = _entries[_filled - 1];
        for (var i = 1; i <= length && _filled < _entries.Length; i++)
            _entries[_filled++] = (ushort)Math.Round(start + ((end - start) * (double)i / length), MidpointRounding.AwayFromZero);
    }
}
