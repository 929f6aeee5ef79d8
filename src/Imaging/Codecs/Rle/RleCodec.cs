using System.Buffers.Binary;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Imaging.Codecs.Interop;

namespace ImagingGateway.Imaging.Codecs.Rle;

/// <summary>RLE Lossless (PS3.5 annex G): up to 15 byte planes, each PackBits coded, most significant byte first.</summary>
internal sealed class RleCodec : IFrameCodec
{
    private const int HeaderLength = 64;
    private const int MostSegments = 15;

    public NativeLibraryFile? Library => null;

    public bool IsNative(ReadOnlySpan<byte> frame) => false;

    public DecodedFrame Decode(PixelDescription description, ReadOnlyMemory<byte> frame, FrameSource source)
    {
        var bytes = frame.Span;
        var isPacked = description.BitsAllocated == 1;
        var container = isPacked ? 1 : FrameLimits.ContainerBytes(description.BitsAllocated);
        var segments = container * description.SamplesPerPixel;
        var planeLength = isPacked ? description.FrameLength : (long)description.Rows * description.Columns;
        if (bytes.Length < HeaderLength || segments > MostSegments)
            throw FrameLimits.Broken($"the RLE frame has no header");
        // G.3.1: two bytes make at most 128; whoever claims more than that is lying before anything is allocated.
        if (planeLength > (bytes.Length - HeaderLength) * 64L)
            throw FrameLimits.Broken($"{bytes.Length} bytes of RLE cannot hold {description.Columns} x {description.Rows} pixels");
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) < segments)
            throw FrameLimits.Broken($"the RLE frame has {BinaryPrimitives.ReadUInt32LittleEndian(bytes)} segments where {segments} are needed");

        var samples = GC.AllocateUninitializedArray<byte>((int)(planeLength * segments));
        for (var segment = 0; segment < segments; segment++)
        {
            var place = (segment / container * container) + (container - 1 - (segment % container));
            PackBits.Decode(Segment(bytes, segment, segments), samples, place, segments, (int)planeLength);
        }

        return new DecodedFrame(description with { PlanarConfiguration = 0 }, samples);
    }

    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> frame, int segment, int segments)
    {
        long start = BinaryPrimitives.ReadUInt32LittleEndian(frame[(4 + (4 * segment))..]);
        long end = segment + 1 < segments ? BinaryPrimitives.ReadUInt32LittleEndian(frame[(8 + (4 * segment))..]) : frame.Length;
        if (start < HeaderLength || start > frame.Length)
            throw FrameLimits.Broken($"segment {segment + 1} of the RLE frame lies outside it");
        // Some encoders leave later offsets wrong; the segment then runs on until its samples are complete.
        if (end < start || end > frame.Length)
            end = frame.Length;
        return frame[(int)start..(int)end];
    }
}
