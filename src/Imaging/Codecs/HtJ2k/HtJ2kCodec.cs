using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Imaging.Codecs.Interop;
using ImagingGateway.Imaging.Codecs.Jpeg2000;

namespace ImagingGateway.Imaging.Codecs.HtJ2k;

/// <summary>
/// HTJ2K (PS3.5 8.2.14). What strangers coded is read through OpenJPEG; what was coded here a moment ago, to see that it is right, through
/// OpenJPH, which is twice as fast but ends the process when code blocks are damaged (Debian builds it with assertions).
/// </summary>
internal sealed unsafe class HtJ2kCodec(Jpeg2000Codec openJpeg) : IFrameCodec
{
    public NativeLibraryFile? Library => openJpeg.Library;

    public bool IsNative(ReadOnlySpan<byte> frame) => true;

    public DecodedFrame Decode(PixelDescription description, ReadOnlyMemory<byte> frame, FrameSource source)
    {
        if (!source.IsOwnEncoding || !NativeLibraries.OpenJph.IsPresent || HtJ2kLayout.Read(frame.Span) is not { } layout)
            return openJpeg.Decode(description, frame, source);
        FrameLimits.CheckSize(description, layout.Header.Columns, layout.Header.Rows, layout.Header.Components);
        return Decode(frame.Span, layout.Header, description, Math.Clamp(source.Reduction, 0, layout.Header.Levels));
    }

    private static DecodedFrame Decode(ReadOnlySpan<byte> codestream, HtJ2kHeader header, PixelDescription description, int reduction)
    {
        var reduced = FrameLimits.Halve(description, reduction);
        var container = FrameLimits.ContainerBytes(description.BitsAllocated);
        if (header.Precision > container * 8)
            throw FrameLimits.Broken($"the frame has {header.Precision} bits per sample, the header allocates {description.BitsAllocated}");
        var image = new OpenJphImage
        {
            Width = (uint)reduced.Columns,
            Height = (uint)reduced.Rows,
            Components = (uint)header.Components,
            Bits = (uint)header.Precision,
            IsSigned = header.IsSigned ? 1u : 0,
            SampleBytes = (uint)container,
        };
        var samples = GC.AllocateUninitializedArray<byte>((int)FrameLimits.SampleCount(reduced) * container);
        fixed (byte* from = codestream, to = samples)
        {
            if (OpenJph.Decode(&image, (uint)reduction, from, (nuint)codestream.Length, to, (nuint)samples.Length) != OpenJph.Done)
                throw FrameLimits.Broken($"the HTJ2K frame is damaged");
        }

        return new DecodedFrame(reduced with
        {
            PlanarConfiguration = 0,
            BitsAllocated = container * 8,
            PhotometricInterpretation = Jpeg2000Codec.AfterDecoding(description.PhotometricInterpretation),
        }, samples);
    }
}
