namespace ImagingGateway.Dicom.Encoding;

/// <summary>Memory for the small values of one data set: a few blocks instead of one array per value.</summary>
internal sealed class ValueArena(long maxBytes)
{
    private const int FirstBlock = 1024, LargestBlock = 64 * 1024;
    private byte[] _block = [];
    private int _used;
    private int _next = FirstBlock;
    private long _total;

    /// <summary>Reserves a slice; null when the bound is reached. Shorter than asked for when that is much: what a header claims may never arrive.</summary>
    public ArraySegment<byte>? Reserve(int length)
    {
        _total += length;
        if (_total > maxBytes)
            return null;
        if (length > _block.Length - _used)
        {
            if (length > LargestBlock / 2)
                return new ArraySegment<byte>(GC.AllocateUninitializedArray<byte>(Math.Min(length, LargestBlock)));
            _block = GC.AllocateUninitializedArray<byte>(Math.Max(_next, length));
            _used = 0;
            _next = Math.Min(_next * 2, LargestBlock);
        }

        var slice = new ArraySegment<byte>(_block, _used, length);
        _used += length;
        return slice;
    }
}
