using ImagingGateway.Dicom.DataSets;

namespace ImagingGateway.Imaging.Rendering.Grey;

/// <summary>The three steps from stored values to brightness (PS3.4 N.2), of one frame.</summary>
/// <param name="Voi">Null: everything there is, from the least to the greatest value.</param>
/// <param name="IsWholeRange">Without a VOI the values that could be stored count instead of those that occur: a presentation state without
/// one says that there is none (PS3.4 N.2.2).</param>
internal sealed record GreyTransforms(ModalityTransform Modality, VoiTransform? Voi, PresentationLut Presentation, bool IsWholeRange = false)
{
    /// <summary>What the image itself says.</summary>
    /// <param name="window">Instead of the image's own.</param>
    /// <param name="voi">Which of the frame's windows and tables, from 1; beyond the last, the first.</param>
    public static GreyTransforms Of(DataSet header, int frameNumber, string photometric, Window? window = null, int voi = 1)
    {
        var own = VoiTransform.All(header, frameNumber).ToList();
        return new GreyTransforms(
            ModalityTransform.Read(header, frameNumber), WindowVoi.Of(window) ?? own.ElementAtOrDefault(voi - 1) ?? own.FirstOrDefault(),
            PresentationLut.Read(header, photometric));
    }
}
