using BenchmarkDotNet.Attributes;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Rendering;

namespace ImagingGateway.Bench.Imaging;

/// <summary>A native CT frame through modality and window into a JPEG.</summary>
[MemoryDiagnoser]
public class WindowAndJpeg
{
    private static readonly TransferSyntax Jpeg = TransferSyntax.Of(new Uid("1.2.840.10008.1.2.4.50"));
    private readonly RenderOptions _options = new(RenderedMediaType.Jpeg);
    private DecodedFrame? _windowed;

    [Benchmark]
    public RenderedImage Render() =>
        FrameRenderer.Render(CtSlice.Header, CtSlice.Header[Tags.PixelData]!.Bytes, 1, TransferSyntax.ExplicitVRLittleEndian, _options);

    /// <summary>What the coding alone takes, of the same picture.</summary>
    [Benchmark]
    public EncodedFrame Code() => FrameEncoder.Encode(_windowed ??= Windowed(), Jpeg, _options.Quality);

    private DecodedFrame Windowed()
    {
        var grey = CtSlice.Frame.Description with { BitsAllocated = 8, BitsStored = 8, HighBit = 7, IsSigned = false };
        return FrameDecoder.Decode(grey, Render().Bytes, Jpeg);
    }
}
