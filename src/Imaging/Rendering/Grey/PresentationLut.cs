using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;

namespace ImagingGateway.Imaging.Rendering.Grey;

/// <summary>Brightness after the VOI to the brightness shown (PS3.3 C.11.4, C.11.6): a table, or the shapes IDENTITY and INVERSE.</summary>
/// <param name="IsInverted">White for the least value; not together with a table.</param>
/// <param name="Table">Its entries are spread over brightness from 0 to 1.</param>
internal sealed record PresentationLut(bool IsInverted, LookUpTable? Table = null)
{
    public static readonly PresentationLut Identity = new(false);

    /// <summary>Reads an image's or a presentation state's.</summary>
    /// <param name="photometric">Of the image: MONOCHROME1 inverts (C.7.6.3.1.2). Null for a presentation state, whose shape alone counts.</param>
    public static PresentationLut Read(DataSet source, string? photometric)
    {
        if (source.GetItems(Tags.PresentationLUTSequence) is [var item, ..] && LookUpTable.Read(item) is { } table)
            return new PresentationLut(false, table);
        return photometric == "MONOCHROME1" || source.GetString(Tags.PresentationLUTShape) == "INVERSE" ? new PresentationLut(true) : Identity;
    }

    public double Apply(double brightness)
    {
        if (Table is not { } table)
            return IsInverted ? 1 - brightness : brightness;
        return table.Entries[(int)((Math.Clamp(brightness, 0, 1) * (table.Entries.Length - 1)) + 0.5)] / table.Greatest;
    }
}
