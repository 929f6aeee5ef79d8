using BenchmarkDotNet.Attributes;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Imaging.Rendering;

namespace ImagingGateway.Bench.Imaging;

/// <summary>A native CT frame through modality and window into a JPEG.</summary>
[MemoryDiagnoser]
public class WindowAndJpeg
{
    private readonly RenderOptions _options = new(RenderedMediaType.Jpeg);

    [Benchmark]
    public RenderedImage Render() =>
        FrameRenderer.Render(CtSlice.Header, CtSlice.Header[Tags.PixelData]!.Bytes, 1, TransferSyntax.ExplicitVRLittleEndian, _options);
}
