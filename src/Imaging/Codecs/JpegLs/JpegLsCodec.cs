using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Imaging.Codecs.Interop;
using ImagingGateway.Imaging.Codecs.NativeFormat;

namespace ImagingGateway.Imaging.Codecs.JpegLs;

/// <summary>JPEG-LS lossless and near-lossless (PS3.5 8.2.3) through CharLS.</summary>
internal sealed unsafe class JpegLsCodec : IFrameCodec
{
    public NativeLibraryFile? Library => NativeLibraries.CharLs;

    public bool IsNative(ReadOnlySpan<byte> frame) => true;

    public DecodedFrame Decode(PixelDescription description, ReadOnlyMemory<byte> frame, FrameSource source)
    {
        var codestream = Terminated(frame.Span);
        try
        {
            return Decode(description, codestream);
        }
        catch (UndecodableFrameException) when (codestream is [.., 0, 0xFF, 0xD9])
        {
            // NEMA's own WG04 sample MR1: a zero makes the coded data even before the end marker, where CharLS wants the marker
            return Decode(description, (byte[])[.. codestream[..^3], 0xFF, 0xD9]);
        }
    }

    private static DecodedFrame Decode(PixelDescription description, ReadOnlySpan<byte> codestream)
    {
        var decoder = CharLs.CreateDecoder();
        if (decoder == 0)
            throw FrameLimits.Broken($"the JPEG-LS decoder did not start");
        try
        {
            fixed (byte* bytes = codestream)
            {
                Check(CharLs.SetSource(decoder, bytes, (nuint)codestream.Length));
                return Decode(decoder, description);
            }
        }
        finally
        {
            CharLs.DestroyDecoder(decoder);
        }
    }

    /// <summary>
    /// The codestream, surely ended with a marker. At the bare end of its input CharLS 2.4 may count through two thousand million
    /// zero bits that are not there, seconds of a processor; at a marker it stops.
    /// </summary>
    private static ReadOnlySpan<byte> Terminated(ReadOnlySpan<byte> codestream)
    {
        if (codestream.TrimEnd((byte)0).EndsWith((ReadOnlySpan<byte>)[0xFF, 0xD9]))
            return codestream;
        var terminated = new byte[codestream.Length + 2];
        codestream.CopyTo(terminated);
        (terminated[^2], terminated[^1]) = (0xFF, 0xD9);
        return terminated;
    }

    private static DecodedFrame Decode(nint decoder, PixelDescription description)
    {
        CharLsFrameInfo info;
        int interleave;
        nuint needed;
        Check(CharLs.ReadHeader(decoder));
        Check(CharLs.GetFrameInfo(decoder, &info));
        Check(CharLs.GetInterleaveMode(decoder, &interleave));
        FrameLimits.CheckSize(description, info.Width, info.Height, info.ComponentCount);
        var coded = info.BitsPerSample <= 8 ? 1 : 2;
        if (info.BitsPerSample > description.BitsAllocated)
            throw FrameLimits.Broken($"the frame has {info.BitsPerSample} bits per sample, the header allocates {description.BitsAllocated}");
        var samples = GC.AllocateUninitializedArray<byte>((int)FrameLimits.SampleCount(description) * coded);
        Check(CharLs.GetDestinationSize(decoder, 0, &needed));
        if (needed != (nuint)samples.Length)
            throw FrameLimits.Broken($"the JPEG-LS frame would need {needed} bytes where {samples.Length} are right");
        fixed (byte* destination = samples)
            Check(CharLs.Decode(decoder, destination, needed, 0));

        if (interleave == CharLs.InterleaveNone && info.ComponentCount > 1)
            samples = Planes.Interleave(samples, info.ComponentCount, coded);
        return SampleContainer.Fit(description, samples, info.BitsPerSample);
    }

    private static void Check(int error)
    {
        if (error != 0)
            throw FrameLimits.Broken($"the JPEG-LS frame is damaged ({CharLs.Describe(error)})");
    }
}
