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
        var raster = Rasterize(header, frame, frameNumber, syntax, options.Window, options.Viewport);
        if (options.Viewport is { } viewport)
            raster = ViewportFit.Fit(raster, viewport, PixelAspect(header));
        if (options.Watermark is { } watermark)
            raster = Watermark.Burn(raster, watermark);
        return Write(raster, options.MediaType, options.Quality);
    }

    /// <summary>The frame as it is to be seen: in its own size, or halved as often as leaves enough for the viewport.</summary>
    internal static Raster Rasterize(
        DataSet header, ReadOnlyMemory<byte> frame, int frameNumber, TransferSyntax syntax, Window? window, Viewport? viewport = null)
    {
        var description = PixelDescription.Of(header) ?? throw new UndecodableFrameException("This object holds no image: open it as a document instead.");
        var pixelDataVR = header[Tags.PixelData]?.VR ?? default;
        var hasWindow = window is not null || VoiTransform.Read(header, frameNumber) is not null;
        var source = new FrameSource(frameNumber, pixelDataVR, PreferRgb: true, Reduction(description, viewport, hasWindow));
        var decoded = FrameDecoder.Decode(description, frame, syntax, source);
        if (decoded.Description.SamplesPerPixel > 1)
            return ColourRenderer.Render(decoded);
        return decoded.Description.PhotometricInterpretation == "PALETTE COLOR"
            ? PaletteRenderer.Render(header, decoded)
            : GreyRenderer.Render(header, decoded, frameNumber, window);
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
    private static int Reduction(PixelDescription description, Viewport? viewport, bool hasWindow)
    {
        if (viewport is not { Source: null, Width: > 0, Height: > 0 } || description.PhotometricInterpretation == "PALETTE COLOR" || description.BitsStored == 1)
            return 0;
        if (!hasWindow && description is { SamplesPerPixel: 1, BitsStored: > 8 })
            return 0;
        var times = Math.Max((double)description.Columns / viewport.Width, (double)description.Rows / viewport.Height);
        return times >= 4 ? BitOperations.Log2((uint)times) - 1 : 0;
    }

    /// <summary>Height of a pixel over its width: Pixel Aspect Ratio, vertical\horizontal (PS3.3 C.7.6.3.1.7).</summary>
    internal static double PixelAspect(DataSet header) =>
        header.GetNumbers(Tags.PixelAspectRatio) is [> 0 and var vertical, > 0 and var horizontal] && vertical / horizontal is > 0.05 and < 20 and var ratio ? ratio : 1;
}
