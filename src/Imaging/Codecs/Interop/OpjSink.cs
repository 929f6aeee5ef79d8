using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ImagingGateway.Imaging.Codecs.Interop;

/// <summary>Memory of fixed size that OpenJPEG writes a codestream into through its stream callbacks.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct OpjSink(byte* start, long capacity)
{
    private readonly byte* _start = start;
    private readonly long _capacity = capacity;
    private long _position;

    /// <summary>Bytes written.</summary>
    public long Length { get; private set; }

    /// <summary>Makes a stream over the memory; the sink must outlive it.</summary>
    public static nint Open(OpjSink* sink)
    {
        var stream = OpenJpeg.CreateStream(1 << 16, 0);
        if (stream == 0)
            return 0;
        OpenJpeg.SetStreamData(stream, sink, 0);
        OpenJpeg.SetWrite(stream, &Write);
        OpenJpeg.SetSkip(stream, &Skip);
        OpenJpeg.SetSeek(stream, &Seek);
        return stream;
    }

    [UnmanagedCallersOnly]
    private static nuint Write(byte* bytes, nuint count, OpjSink* sink)
    {
        if ((long)count > sink->_capacity - sink->_position)
            return nuint.MaxValue; // the library's word for failure
        Unsafe.CopyBlockUnaligned(sink->_start + sink->_position, bytes, (uint)count);
        sink->_position += (long)count;
        sink->Length = Math.Max(sink->Length, sink->_position);
        return count;
    }

    [UnmanagedCallersOnly]
    private static long Skip(long count, void* data)
    {
        var sink = (OpjSink*)data;
        if (count < 0 || count > sink->_capacity - sink->_position)
            return -1;
        sink->_position += count;
        return count;
    }

    [UnmanagedCallersOnly]
    private static int Seek(long position, void* data)
    {
        var sink = (OpjSink*)data;
        if (position < 0 || position > sink->_capacity)
            return 0;
        sink->_position = position;
        return 1;
    }
}
