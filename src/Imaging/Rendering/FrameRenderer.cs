using System.Numerics;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Codecs.Interop;
using ImagingGateway.Imaging.Rendering.Colour;
using ImagingGateway.Imaging.Rendering.Grey;
using ImagingGateway.Imaging.Rendering.Output;
using ImagingGateway.Imaging.Rendering.Overlays;
using ImagingGateway.Imaging.Rendering.Presentation;
using ImagingGateway.Imaging.Rendering.Scaling;

namespace ImagingGateway.Imaging.Rendering;

/// <summary>Renders one stored frame to 8-bit grey or RGB: modality LUT, VOI, photometric interpretation, viewport, coding.</summary>
public static class FrameRenderer
{
    /// <summary>True when this machine can write the media type; PNG always can.</summary>
    public static bool CanWrite(RenderedMediaType mediaType) => mediaType switch
    {
        RenderedMediaType.Jpeg => NativeLibraries.TurboJpeg.IsPresent,
        RenderedMediaType.Webp => NativeLibraries.WebP.IsPresent,
        _ => true,
    };

    /// <param name="header">The instance's header (lookup tables included as bytes).</param>
    /// <param name="frame">The stored bytes of the frame.</param>
    /// <param name="frameNumber">From 1; chooses the functional group of enhanced objects.</param>
    /// <param name="syntax">How the frame is coded.</param>
    /// <param name="options">What to make.</param>
    /// <exception cref="UndecodableFrameException">No pixels can be had from these bytes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The viewport has no size, or its region lies outside the image.</exception>
    public static RenderedImage Render(DataSet header, ReadOnlyMemory<byte> frame, int frameNumber, TransferSyntax syntax, RenderOptions options)
    {
        var raster = Show(header, frame, frameNumber, syntax, options);
        if (options.Watermark is { } watermark)
            raster = Watermark.Burn(raster, watermark);
        return Write(raster, options.MediaType, options.Quality);
    }

    /// <summary>The frame as it is to be seen, in the viewport.</summary>
    internal static Raster Show(DataSet header, ReadOnlyMemory<byte> frame, int frameNumber, TransferSyntax syntax, RenderOptions options)
    {
        var state = options.State?.For(header.GetUid(Tags.SOPInstanceUID), frameNumber);
        var raster = Rasterize(header, frame, frameNumber, syntax, options, state);
        if (state is not null)
            return state.Lay(raster, options.Viewport, PixelAspect(header, frameNumber));
        return options.Viewport is { } viewport ? ViewportFit.Fit(raster, viewport, PixelAspect(header, frameNumber)) : raster;
    }

    /// <summary>The frame in its own size, or halved as often as leaves enough for the viewport; with overlays and shutter.</summary>
    internal static Raster Rasterize(
        DataSet header, ReadOnlyMemory<byte> frame, int frameNumber, TransferSyntax syntax, RenderOptions options, FramePresentation? state = null)
    {
        var description = PixelDescription.Of(header) ?? throw new UndecodableFrameException("This object holds no image: open it as a document instead.");
        var pixelDataVR = header[Tags.PixelData]?.VR ?? default;
        var grey = state?.Grey(options.Window) ?? GreyTransforms.Of(header, frameNumber, description.PhotometricInterpretation, options.Window, options.Voi);
        var overlays = OverlaySet.Of(header, frameNumber, options.Overlays, state);
        var shutter = state is null ? DisplayShutter.Read(FunctionalGroups.Find(header, frameNumber, Tags.FrameDisplayShutterSequence), null) : state.Shutter;
        var isWhole = state is not null || overlays.Count > 0 || shutter is not null; // they lie on whole pixels
        var source = new FrameSource(frameNumber, pixelDataVR, PreferRgb: true, isWhole ? 0 : Reduction(description, options.Viewport, PixelAspect(header, frameNumber), grey.Voi is not null));
        var decoded = FrameDecoder.Decode(description, frame, syntax, source);
        var raster = decoded.Description switch
        {
            { SamplesPerPixel: > 1 } => ColourRenderer.Render(decoded),
            { PhotometricInterpretation: "PALETTE COLOR" } => PaletteRenderer.Render(header, decoded),
            _ => GreyRenderer.Render(header, decoded, grey),
        };
        shutter?.Burn(raster, PixelAspect(header, frameNumber));
        foreach (var overlay in overlays) // they are seen on the shutter too (PS3.4 N.2.3.1)
            overlay.In(decoded, syntax)?.Burn(raster);
        return raster;
    }

    internal static RenderedImage Write(Raster raster, RenderedMediaType mediaType, int quality) => mediaType switch
    {
        RenderedMediaType.Png => new RenderedImage(PngWriter.Write(raster), "image/png", raster.Width, raster.Height),
        RenderedMediaType.Webp => new RenderedImage(WebpWriter.Write(raster, quality), "image/webp", raster.Width, raster.Height),
        _ => new RenderedImage(JpegWriter.Write(raster, quality), "image/jpeg", raster.Width, raster.Height),
    };

    /// <summary>
    /// Once less than the viewport allows, so that the rest is a true mean. Palette indices and single bits must not be blended,
    /// nor padding with the image where the window is found from the values.
    /// </summary>
    private static int Reduction(PixelDescription description, Viewport? viewport, double pixelAspect, bool hasWindow)
    {
        if (viewport is not { Source: null, Width: > 0, Height: > 0 } || description.PhotometricInterpretation == "PALETTE COLOR" || description.BitsStored == 1)
            return 0;
        if (!hasWindow && description is { SamplesPerPixel: 1, BitsStored: > 8 })
            return 0;
        var times = Math.Max((double)description.Columns / viewport.Width, description.Rows * pixelAspect / viewport.Height) / Math.Max(1, pixelAspect);
        return times >= 4 ? BitOperations.Log2((uint)times) - 1 : 0;
    }

    /// <summary>Height of a pixel over its width: Pixel Aspect Ratio, which stands only where no spacing says the same (PS3.3 C.7.6.3.1.7), else Pixel Spacing; both vertical\horizontal.</summary>
    internal static double PixelAspect(DataSet header, int frameNumber)
    {
        var ratio = header.GetNumbers(Tags.PixelAspectRatio);
        if (ratio is not [> 0, > 0])
            ratio = FunctionalGroups.Find(header, frameNumber, Tags.PixelMeasuresSequence).GetNumbers(Tags.PixelSpacing);
        return ratio is [> 0 and var vertical, > 0 and var horizontal] && vertical / horizontal is > 0.05 and < 20 and var aspect ? aspect : 1;
    }
}
