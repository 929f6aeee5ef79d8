using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;

namespace ImagingGateway.Imaging.Rendering.Grey;

/// <summary>Stored values to output units such as Hounsfield (PS3.3 C.11.1): a table, or slope and intercept.</summary>
internal sealed record ModalityTransform(double Slope, double Intercept, LookUpTable? Table = null)
{
    public static readonly ModalityTransform Identity = new(1, 0);

    public double Apply(double stored) => Table is { } table ? table[stored] : (stored * Slope) + Intercept;

    /// <summary>Reads the transform of one frame.</summary>
    public static ModalityTransform Read(DataSet header, int frameNumber)
    {
        if (header.GetItems(Tags.ModalityLUTSequence) is [var item, ..] && LookUpTable.Read(item) is { } table)
            return new ModalityTransform(1, 0, table);
        var source = FunctionalGroups.Find(header, frameNumber, Tags.PixelValueTransformationSequence);
        var slope = source.GetNumber(Tags.RescaleSlope) is { } given && double.IsFinite(given) && given != 0 ? given : 1; // 0 would make every image blank
        var intercept = source.GetNumber(Tags.RescaleIntercept) is { } shift && double.IsFinite(shift) ? shift : 0;
        return new ModalityTransform(slope, intercept);
    }
}
