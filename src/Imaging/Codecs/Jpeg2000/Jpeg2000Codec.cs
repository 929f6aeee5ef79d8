using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Imaging.Codecs.Interop;

namespace ImagingGateway.Imaging.Codecs.Jpeg2000;

/// <summary>JPEG 2000, lossless and lossy (PS3.5 8.2.4), through OpenJPEG, which also reads HTJ2K.</summary>
internal sealed unsafe class Jpeg2000Codec : IFrameCodec
{
    /// <summary>More tiles than this are no image but an attack on memory.</summary>
    private const int MostTiles = 65_535;

    public NativeLibraryFile? Library => NativeLibraries.OpenJpeg;

    public bool IsNative(ReadOnlySpan<byte> frame) => true;

    public DecodedFrame Decode(PixelDescription description, ReadOnlyMemory<byte> frame, FrameSource source)
    {
        var codestream = CodestreamSize.FindCodestream(frame.Span);
        var size = CodestreamSize.Read(codestream);
        FrameLimits.CheckSize(description, size.Columns, size.Rows, size.Components);
        if (size.TileCount > MostTiles)
            throw FrameLimits.Broken($"the JPEG 2000 frame claims {size.TileCount} tiles");
        TileParts.CheckComplete(codestream);
        var reduction = Math.Clamp(source.Reduction, 0, CodestreamSize.ReadLevels(codestream));
        try
        {
            return Decode(codestream, description, reduction);
        }
        catch (UndecodableFrameException) when (reduction > 0)
        {
            return Decode(codestream, description, 0); // tiles with fewer levels than the main header says, or an odd origin
        }
    }

    /// <summary>Any decoder undoes the component transform (PS3.5 8.2.4).</summary>
    public static string AfterDecoding(string photometric) => photometric is "YBR_ICT" or "YBR_RCT" ? "RGB" : photometric;

    private static DecodedFrame Decode(ReadOnlySpan<byte> codestream, PixelDescription description, int reduction)
    {
        fixed (byte* bytes = codestream)
        {
            var opened = new OpjSource(bytes, codestream.Length);
            return Decode(&opened, FrameLimits.Halve(description, reduction), reduction);
        }
    }

    private static DecodedFrame Decode(OpjSource* source, PixelDescription description, int reduction)
    {
        nint codec = 0, stream = 0;
        OpjImage* image = null;
        try
        {
            codec = OpenJpeg.CreateDecoder(OpenJpeg.FormatCodestream);
            stream = OpjSource.Open(source);
            var parameters = stackalloc byte[OpenJpeg.DecoderParametersSize];
            OpenJpeg.SetDefaultParameters(parameters);
            *(uint*)parameters = (uint)reduction; // cp_reduce, the first field
            if (codec == 0 || stream == 0 || OpenJpeg.SetUpDecoder(codec, parameters) == 0
                || OpenJpeg.ReadHeader(stream, codec, &image) == 0 || OpenJpeg.Decode(codec, stream, image) == 0)
                throw FrameLimits.Broken($"the JPEG 2000 frame is damaged");
            return Collect(image, description);
        }
        finally
        {
            if (image is not null)
                OpenJpeg.DestroyImage(image);
            if (stream != 0)
                OpenJpeg.DestroyStream(stream);
            if (codec != 0)
                OpenJpeg.DestroyCodec(codec);
        }
    }

    private static DecodedFrame Collect(OpjImage* image, PixelDescription description)
    {
        var container = FrameLimits.ContainerBytes(description.BitsAllocated);
        if (container > 4)
            throw FrameLimits.Broken($"the header allocates {description.BitsAllocated} bits, JPEG 2000 has at most 32");
        var (stride, pixels) = ((int)image->ComponentCount, description.Rows * description.Columns);
        if (stride != description.SamplesPerPixel)
            throw FrameLimits.Broken($"the frame has {stride} components but the header says {description.SamplesPerPixel}");
        var samples = GC.AllocateUninitializedArray<byte>(pixels * stride * container);
        fixed (byte* to = samples)
        {
            for (var c = 0; c < stride; c++)
            {
                var component = image->Components[c];
                if (component.Data is null || component.Width != description.Columns || component.Height != description.Rows)
                    throw FrameLimits.Broken($"component {c + 1} of the JPEG 2000 frame is missing or of another size");
                if (component.Precision > (uint)container * 8)
                    throw FrameLimits.Broken($"the frame has {component.Precision} bits per sample, the header allocates {description.BitsAllocated}");
                Copy(component.Data, to + (c * container), pixels, stride, container);
            }
        }

        return new DecodedFrame(description with
        {
            PlanarConfiguration = 0,
            BitsAllocated = container * 8,
            PhotometricInterpretation = AfterDecoding(description.PhotometricInterpretation),
        }, samples);
    }

    private static void Copy(int* from, byte* to, int count, int stride, int container)
    {
        switch (container)
        {
            case 1:
                for (var i = 0; i < count; i++)
                    to[(long)i * stride] = (byte)from[i];
                break;
            case 2:
                var words = (ushort*)to;
                for (var i = 0; i < count; i++)
                    words[(long)i * stride] = (ushort)from[i];
                break;
            default:
                var whole = (int*)to;
                for (var i = 0; i < count; i++)
                    whole[(long)i * stride] = from[i];
                break;
        }
    }
}
