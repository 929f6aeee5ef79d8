using System.Buffers;
using System.Runtime.InteropServices;
using ImagingGateway.Imaging.Codecs.Interop;

namespace ImagingGateway.Imaging.Codecs.JpegLs;

/// <summary>Writes JPEG-LS lossless through CharLS.</summary>
internal sealed unsafe class JpegLsEncoder : IFrameEncoder
{
    public NativeLibraryFile? Library => NativeLibraries.CharLs;

    public EncodedFrame Encode(DecodedFrame frame, int quality)
    {
        var d = frame.Description;
        var layout = StoredValue.Of(d);
        if (d.BitsAllocated is not (8 or 16) || layout.Bits < 2 || layout.Shift != 0)
            throw new NotSupportedException($"JPEG-LS holds no samples of {d.BitsStored} in {d.BitsAllocated} bits.");
        var info = new CharLsFrameInfo { Width = (uint)d.Columns, Height = (uint)d.Rows, BitsPerSample = layout.Bits, ComponentCount = d.SamplesPerPixel };
        var encoder = CharLs.CreateEncoder();
        var samples = Masked(frame, layout);
        var buffer = Array.Empty<byte>();
        try
        {
            nuint length;
            Check(CharLs.SetFrameInfo(encoder, &info));
            Check(CharLs.SetInterleaveMode(encoder, d.SamplesPerPixel > 1 ? CharLs.InterleaveLine : CharLs.InterleaveNone));
            Check(CharLs.GetEstimatedSize(encoder, &length));
            buffer = ArrayPool<byte>.Shared.Rent(checked((int)length));
            fixed (byte* from = samples, to = buffer)
            {
                Check(CharLs.SetDestination(encoder, to, (nuint)buffer.Length));
                Check(CharLs.Encode(encoder, from, (nuint)d.FrameLength, 0));
                Check(CharLs.GetBytesWritten(encoder, &length));
            }

            var bytes = new byte[length + (length & 1)];
            buffer.AsSpan(0, (int)length).CopyTo(bytes);
            return new EncodedFrame(d, bytes);
        }
        finally
        {
            CharLs.DestroyEncoder(encoder);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The samples without what stands above bits stored: sign bits come back when decoding.</summary>
    private static ReadOnlySpan<byte> Masked(DecodedFrame frame, StoredValue layout)
    {
        if (layout.Bits == frame.Description.BitsAllocated)
            return frame.Samples.Span;
        var masked = frame.Samples.ToArray();
        if (frame.Description.BitsAllocated == 8)
        {
            foreach (ref var sample in masked.AsSpan())
                sample &= (byte)((1 << layout.Bits) - 1);
            return masked;
        }

        foreach (ref var sample in MemoryMarshal.Cast<byte, ushort>(masked.AsSpan()))
            sample &= (ushort)((1 << layout.Bits) - 1);
        return masked;
    }

    private static void Check(int error)
    {
        if (error != 0)
            throw FrameLimits.Broken($"the JPEG-LS frame could not be written ({CharLs.Describe(error)})");
    }
}
