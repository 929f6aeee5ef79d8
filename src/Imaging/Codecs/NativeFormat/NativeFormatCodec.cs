using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs.Interop;

namespace ImagingGateway.Imaging.Codecs.NativeFormat;

/// <summary>Uncompressed pixel data (PS3.5 8.1): byte order, packing and planes are undone; plain frames are not copied.</summary>
internal sealed class NativeFormatCodec(bool isBigEndian) : IFrameCodec
{
    public NativeLibraryFile? Library => null;

    public bool IsNative(ReadOnlySpan<byte> frame) => false;

    public DecodedFrame Decode(PixelDescription description, ReadOnlyMemory<byte> frame, FrameSource source)
    {
        var (bits, samples) = (description.BitsAllocated, FrameLimits.SampleCount(description));
        if (bits is not (8 or 16 or 32 or 64))
            return Packed(description, frame, source, samples * bits);
        if (ChromaHalving.Applies(description, frame.Length))
            return ChromaHalving.Widen(description, Exactly(frame, ChromaHalving.FrameLength(description)).Span);

        var native = Exactly(frame, samples * bits / 8);
        if (isBigEndian && (bits > 8 || source.PixelDataVR != VR.OB))
            native = ByteOrder.Swap(native, Math.Max(bits / 8, 2));
        if (description is not { SamplesPerPixel: > 1, PlanarConfiguration: 1 })
            return new DecodedFrame(description with { PlanarConfiguration = 0 }, native);
        return new DecodedFrame(
            description with { PlanarConfiguration = 0 }, Planes.Interleave(native.Span, description.SamplesPerPixel, bits / 8));
    }

    private DecodedFrame Packed(PixelDescription description, ReadOnlyMemory<byte> frame, FrameSource source, long frameBits)
    {
        var skipped = (int)((source.FrameNumber - 1) * frameBits % 8);
        var native = Exactly(frame, (skipped + frameBits + 7) / 8);
        if (isBigEndian && source.PixelDataVR != VR.OB)
            native = ByteOrder.Swap(native, 2);
        if (description.BitsAllocated == 1)
            return new DecodedFrame(description, BitPacking.Align(native, skipped, frameBits));
        return new DecodedFrame(
            description with { BitsAllocated = FrameLimits.ContainerBytes(description.BitsAllocated) * 8 },
            BitPacking.Unpack(native.Span, skipped, description.BitsAllocated, FrameLimits.SampleCount(description)));
    }

    private static ReadOnlyMemory<byte> Exactly(ReadOnlyMemory<byte> frame, long length) => frame.Length >= length
        ? frame[..(int)length]
        : throw FrameLimits.Broken($"the pixel data ends early, with {frame.Length} of {length} bytes");
}
