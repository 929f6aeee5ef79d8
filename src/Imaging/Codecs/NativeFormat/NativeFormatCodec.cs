using ImagingGateway.Dicom.Encoding;
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
        var unit = Unit(bits, source);
        if (ChromaHalving.Applies(description, frame.Length))
            return ChromaHalving.Widen(description, Swapped(Exactly(frame, ChromaHalving.FrameLength(description)), unit).Span);

        var length = samples * bits / 8;
        var skipped = (int)((source.FrameNumber - 1) * length % unit);
        var native = Exactly(Swapped(Upto(frame, skipped + length + unit - 1), unit)[skipped..], length);
        if (description is not { SamplesPerPixel: > 1, PlanarConfiguration: 1 })
            return new DecodedFrame(description with { PlanarConfiguration = 0 }, native);
        return new DecodedFrame(
            description with { PlanarConfiguration = 0 }, Planes.Interleave(native.Span, description.SamplesPerPixel, bits / 8));
    }

    private DecodedFrame Packed(PixelDescription description, ReadOnlyMemory<byte> frame, FrameSource source, long frameBits)
    {
        var unit = Unit(1, source);
        var skipped = (int)((source.FrameNumber - 1) * frameBits % (8 * unit));
        var native = Exactly(Swapped(Upto(frame, (skipped + frameBits + (8 * unit) - 1) / 8), unit), (skipped + frameBits + 7) / 8)[(skipped / 8)..];
        skipped %= 8;
        if (description.BitsAllocated == 1)
            return new DecodedFrame(description, BitPacking.Align(native, skipped, frameBits));
        return new DecodedFrame(
            description with { BitsAllocated = FrameLimits.ContainerBytes(description.BitsAllocated) * 8 },
            BitPacking.Unpack(native.Span, skipped, description.BitsAllocated, FrameLimits.SampleCount(description)));
    }

    /// <summary>Bytes that change places together: those of a sample, and of a word where samples lie in OW (PS3.5 7.3, 8.1.2); 1 when none do.</summary>
    private int Unit(int bits, FrameSource source) => !isBigEndian || (bits <= 8 && source.PixelDataVR == VR.OB) ? 1 : Math.Max(bits / 8, 2);

    /// <summary>A copy, unless nothing changes places. 32-bit samples are swapped as one unit, as their writers do, not as two OW words.</summary>
    private static ReadOnlyMemory<byte> Swapped(ReadOnlyMemory<byte> bytes, int unit)
    {
        if (unit == 1)
            return bytes;
        var swapped = bytes.ToArray();
        ByteOrder.Reverse(swapped, unit);
        return swapped;
    }

    private static ReadOnlyMemory<byte> Upto(ReadOnlyMemory<byte> frame, long length) => frame[..(int)Math.Min(frame.Length, length)];

    private static ReadOnlyMemory<byte> Exactly(ReadOnlyMemory<byte> frame, long length) => frame.Length >= length
        ? frame[..(int)length]
        : throw FrameLimits.Broken($"the pixel data ends early, with {frame.Length} of {length} bytes");
}
