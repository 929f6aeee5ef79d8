using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ImagingGateway.Imaging.Codecs.Interop;

/// <summary>A codestream in memory, read by OpenJPEG through its stream callbacks.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct OpjSource(byte* start, long length)
{
    private readonly byte* _start = start;
    private readonly long _length = length;
    private long _position;

    /// <summary>Makes a stream over the bytes; the source must outlive it.</summary>
    public static nint Open(OpjSource* source)
    {
        var stream = OpenJpeg.CreateStream((nuint)Math.Clamp(source->_length, 64, 1 << 16), 1);
        if (stream == 0)
            return 0;
        OpenJpeg.SetStreamData(stream, source, 0);
        OpenJpeg.SetStreamLength(stream, (ulong)source->_length);
        OpenJpeg.SetRead(stream, &Read);
        OpenJpeg.SetSkip(stream, &Skip);
        OpenJpeg.SetSeek(stream, &Seek);
        return stream;
    }

    [UnmanagedCallersOnly]
    private static nuint Read(byte* destination, nuint count, OpjSource* source)
    {
        var left = source->_length - source->_position;
        if (left <= 0)
            return nuint.MaxValue; // the library's word for "end of stream"
        var taken = Math.Min((nuint)left, count);
        Unsafe.CopyBlockUnaligned(destination, source->_start + source->_position, (uint)taken);
        source->_position += (long)taken;
        return taken;
    }

    [UnmanagedCallersOnly]
    private static long Skip(long count, void* data)
    {
        var source = (OpjSource*)data;
        if (count < 0 || count > source->_length - source->_position)
            return -1;
        source->_position += count;
        return count;
    }

    [UnmanagedCallersOnly]
    private static int Seek(long position, void* data)
    {
        var source = (OpjSource*)data;
        if (position < 0 || position > source->_length)
            return 0;
        source->_position = position;
        return 1;
    }
}
