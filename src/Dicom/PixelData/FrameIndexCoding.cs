using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.PixelData;

/// <summary>The stored form of a frame index: a kind, then numbers in base 128, low part first.</summary>
internal static class FrameIndexCoding
{
    private const byte Native = 1, Encapsulated = 2, Listed = 3, NativeWords = 4;

    public static byte[] ToBytes(FrameIndex index)
    {
        var output = new MemoryStream();
        if (index.Frames is NativeFrames native)
        {
            output.WriteByte(native.UnitBits == 8 ? Native : NativeWords);
            Write(output, native.Offset);
            Write(output, native.Length);
            Write(output, native.FrameBits);
            Write(output, native.Count);
            return output.ToArray();
        }

        output.WriteByte(index.IsEncapsulated ? Encapsulated : Listed);
        Write(output, index.Frames.Count);
        long end = 0;
        foreach (var runs in index.Frames)
        {
            Write(output, runs.Count);
            foreach (var run in runs)
            {
                Write(output, ZigZag(run.Offset - end));
                Write(output, run.Length);
                end = run.End;
            }
        }

        return output.ToArray();
    }

    public static FrameIndex FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] is not (Native or Encapsulated or Listed or NativeWords))
            throw new InvalidDataException("These bytes are no frame index.");
        var kind = bytes[0];
        bytes = bytes[1..];
        if (kind is Native or NativeWords)
        {
            var (offset, length) = (Read(ref bytes), Read(ref bytes));
            return new FrameIndex { Frames = new NativeFrames(offset, length, Read(ref bytes), checked((int)Read(ref bytes)), kind == Native ? 8 : 16) };
        }

        var frames = new IReadOnlyList<ByteRange>[Bounded(Read(ref bytes), bytes)];
        long end = 0;
        for (var i = 0; i < frames.Length; i++)
        {
            var runs = new ByteRange[Bounded(Read(ref bytes), bytes)];
            for (var run = 0; run < runs.Length; run++)
            {
                var offset = end + UnZigZag(Read(ref bytes));
                runs[run] = new ByteRange(offset, Read(ref bytes));
                end = runs[run].End;
            }

            frames[i] = runs;
        }

        return new FrameIndex { IsEncapsulated = kind == Encapsulated, Frames = frames };
    }

    // Each entry takes at least a byte.
    private static int Bounded(long count, ReadOnlySpan<byte> rest) =>
        count <= rest.Length ? (int)count : throw new InvalidDataException("The frame index is damaged.");

    private static long ZigZag(long value) => (value << 1) ^ (value >> 63);

    private static long UnZigZag(long value) => (long)((ulong)value >> 1) ^ -(value & 1);

    private static void Write(MemoryStream output, long value)
    {
        var rest = (ulong)value;
        for (; rest >= 0x80; rest >>= 7)
            output.WriteByte((byte)(rest | 0x80));
        output.WriteByte((byte)rest);
    }

    private static long Read(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var i = 0; i < bytes.Length && i < 10; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if ((bytes[i] & 0x80) != 0)
                continue;
            bytes = bytes[(i + 1)..];
            return (long)value;
        }

        throw new InvalidDataException("The frame index is damaged.");
    }
}
