using System.Buffers;
using System.Runtime.InteropServices;
using ImagingGateway.Dicom.PixelData;
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
        var samples = Coded(frame, layout);
        return new EncodedFrame(d, Write(info, samples, null) ?? Write(info, samples, MostBytes(d, layout))!);
    }

    /// <summary>ISO 14495-1 A.2.1: LIMIT bits for a sample at most; a byte after FF holds seven.</summary>
    private static long MostBytes(PixelDescription d, StoredValue layout) =>
        (FrameLimits.SampleCount(d) * 2 * (layout.Bits + Math.Max(8, layout.Bits)) / 7) + 1024;

    /// <param name="most">Null: as many bytes as the library thinks enough.</param>
    /// <returns>The codestream, of even length; null when it is longer than that.</returns>
    private static byte[]? Write(CharLsFrameInfo info, ReadOnlySpan<byte> samples, long? most)
    {
        var encoder = CharLs.CreateEncoder();
        var buffer = Array.Empty<byte>();
        try
        {
            nuint length;
            Check(CharLs.SetFrameInfo(encoder, &info));
            Check(CharLs.SetInterleaveMode(encoder, info.ComponentCount > 1 ? CharLs.InterleaveLine : CharLs.InterleaveNone));
            Check(CharLs.GetEstimatedSize(encoder, &length));
            buffer = ArrayPool<byte>.Shared.Rent(checked((int)(most ?? (long)length)));
            fixed (byte* from = samples, to = buffer)
            {
                Check(CharLs.SetDestination(encoder, to, (nuint)buffer.Length));
                var result = CharLs.Encode(encoder, from, (nuint)samples.Length, 0);
                if (result == CharLs.DestinationTooSmall && most is null)
                    return null;
                Check(result);
                Check(CharLs.GetBytesWritten(encoder, &length));
            }

            var bytes = new byte[length + (length & 1)];
            buffer.AsSpan(0, (int)length).CopyTo(bytes);
            return bytes;
        }
        finally
        {
            CharLs.DestroyEncoder(encoder);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// The samples without what stands above bits stored (sign bits come back when decoding), in one byte each where that is all they
    /// need: the library takes the width of a sample from its precision.
    /// </summary>
    private static ReadOnlySpan<byte> Coded(DecodedFrame frame, StoredValue layout)
    {
        var samples = frame.Samples.Span[..(int)frame.Description.FrameLength];
        if (layout.Bits == frame.Description.BitsAllocated)
            return samples;
        var mask = (1 << layout.Bits) - 1;
        var coded = new byte[layout.Bits <= 8 ? FrameLimits.SampleCount(frame.Description) : samples.Length];
        if (layout.Bits > 8)
        {
            var from = MemoryMarshal.Cast<byte, ushort>(samples);
            var to = MemoryMarshal.Cast<byte, ushort>(coded.AsSpan());
            for (var i = 0; i < to.Length; i++)
                to[i] = (ushort)(from[i] & mask);
            return coded;
        }

        var stride = samples.Length / coded.Length;
        for (var i = 0; i < coded.Length; i++)
            coded[i] = (byte)(samples[i * stride] & mask);
        return coded;
    }

    private static void Check(int error)
    {
        if (error != 0)
            throw FrameLimits.Broken($"the JPEG-LS frame could not be written ({CharLs.Describe(error)})");
    }
}
