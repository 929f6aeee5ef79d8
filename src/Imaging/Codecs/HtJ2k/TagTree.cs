namespace ImagingGateway.Imaging.Codecs.HtJ2k;

/// <summary>A tag tree of one sub-band's code blocks (ISO/IEC 15444-1 B.10.2), as far as it was read.</summary>
internal sealed class TagTree
{
    private readonly List<(int Width, int Start)> _levels = [];
    private readonly int[] _low;
    private readonly bool[] _isKnown;

    public TagTree(int width, int height)
    {
        var count = 0;
        for (var isTop = false; !isTop; (width, height) = ((width + 1) / 2, (height + 1) / 2))
        {
            isTop = width * height == 1;
            _levels.Add((width, count));
            count += width * height;
        }

        (_low, _isKnown) = (new int[count], new bool[count]);
    }

    /// <summary>Reads until it is clear whether the leaf's value is below the threshold.</summary>
    public bool IsBelow(ref PacketBits bits, int x, int y, int threshold)
    {
        var (low, node) = (0, 0);
        for (var level = _levels.Count - 1; level >= 0; level--)
        {
            node = _levels[level].Start + ((y >> level) * _levels[level].Width) + (x >> level);
            low = Math.Max(low, _low[node]);
            while (low < threshold && !_isKnown[node])
            {
                if (bits.Read() == 1)
                    _isKnown[node] = true;
                else
                    low++;
            }

            _low[node] = low;
        }

        return _isKnown[node] && low < threshold;
    }
}
