using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Encoding;

namespace ImagingGateway.Imaging.Rendering;

/// <summary>Renders one stored frame to 8-bit grey or RGB: modality LUT, VOI, photometric interpretation, viewport, coding.</summary>
public static class FrameRenderer
{
    /// <param name="header">The instance's header (lookup tables included as bytes).</param>
    /// <param name="frame">The stored bytes of the frame.</param>
    /// <param name="frameNumber">From 1; chooses the functional group of enhanced objects.</param>
    /// <param name="syntax">How the frame is coded.</param>
    /// <param name="options">What to make.</param>
    /// <exception cref="Codecs.UndecodableFrameException">No pixels can be had from these bytes.</exception>
    public static RenderedImage Render(DataSet header, ReadOnlyMemory<byte> frame, int frameNumber, TransferSyntax syntax, RenderOptions options) =>
        throw new NotImplementedException();
}
