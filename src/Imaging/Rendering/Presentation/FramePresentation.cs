using System.Numerics;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Rendering.Grey;
using ImagingGateway.Imaging.Rendering.Overlays;
using ImagingGateway.Imaging.Rendering.Scaling;

namespace ImagingGateway.Imaging.Rendering.Presentation;

/// <summary>What a presentation state says about one frame.</summary>
/// <param name="Source">The presentation state.</param>
/// <param name="Voi">Null: none is to be applied.</param>
/// <param name="Area">Null: the whole frame.</param>
internal sealed record FramePresentation(DataSet Source, VoiTransform? Voi, DisplayedArea? Area, IReadOnlyList<Annotation> Annotations)
{
    /// <summary>The state's shutter; the image's own does not count.</summary>
    public DisplayShutter? Shutter { get; } = DisplayShutter.Read(Source, Source);

    /// <summary>The grey scale steps, all of them the state's: what it does not name is not applied (PS3.4 N.2).</summary>
    /// <param name="window">Instead of the state's VOI.</param>
    public GreyTransforms Grey(Window? window) => new(
        ModalityTransform.Read(Source, 1), WindowVoi.Of(window) ?? Voi, PresentationLut.Read(Source, null), IsWholeRange: true);

    /// <summary>The planes it activates, its own or the image's (C.11.7), without that of the shutter.</summary>
    public IReadOnlyList<OverlayPlane> Overlays(DataSet image, int frameNumber) =>
    [
        .. OverlaySet.Groups
            .Where(group => !string.IsNullOrEmpty(Source.GetString(new Tag((ushort)group, Tags.OverlayActivationLayer.Element))) && Shutter?.Group != group)
            .Select(group => OverlayPlane.Read(Source, group, 1) ?? OverlayPlane.Read(image, group, frameNumber))
            .OfType<OverlayPlane>(),
    ];

    /// <summary>Cuts the displayed area out, turns it, fits it, and draws the annotations over it (PS3.4 N.2.5, N.2.6).</summary>
    /// <param name="raster">The whole frame.</param>
    /// <param name="viewport">Its region counts in the turned picture. Null keeps the size.</param>
    /// <param name="imageAspect">Height of a pixel over its width, where the state says nothing.</param>
    public Raster Lay(Raster raster, Viewport? viewport, double imageAspect)
    {
        var area = (Area ?? DisplayedArea.Whole(raster)).Within(raster);
        var orientation = Orientation.Read(Source);
        var shown = orientation.Turn(area.Cut(raster));
        var map = Matrix3x2.CreateTranslation(-area.Left, -area.Top) * orientation.Map(area.Width, area.Height);
        var display = Matrix3x2.CreateScale(shown.Width, shown.Height);
        if (viewport is not null)
        {
            var aspect = area.PixelAspect ?? imageAspect;
            var placement = ViewportFit.Place(shown, viewport, orientation.SwapsAxes ? 1 / aspect : aspect);
            shown = placement.Apply(shown);
            (map, display) = (map * placement.Map, display * placement.Map);
        }

        return AnnotationPainter.Draw(shown, Annotations, map, display);
    }
}
