using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;

namespace ImagingGateway.Imaging.Rendering.Grey;

/// <summary>Output units to brightness from 0 to 1 (PS3.3 C.11.2).</summary>
internal abstract record VoiTransform
{
    /// <summary>The brightness of a modality value.</summary>
    public abstract double Apply(double value);

    /// <summary>The first usable window of the frame, else its first VOI LUT; null when it has neither.</summary>
    /// <remarks>Where both are present they are alternatives (C.11.2.1.2); windows are what the operators of modalities set.</remarks>
    public static VoiTransform? Read(DataSet header, int frameNumber)
    {
        var source = FunctionalGroups.Find(header, frameNumber, Tags.FrameVOILUTSequence);
        var (centers, widths) = (source.GetNumbers(Tags.WindowCenter), source.GetNumbers(Tags.WindowWidth));
        var function = source.GetString(Tags.VOILUTFunction)?.ToUpperInvariant() switch
        {
            "LINEAR_EXACT" => WindowFunction.LinearExact,
            "SIGMOID" => WindowFunction.Sigmoid,
            _ => WindowFunction.Linear,
        };
        for (var i = 0; i < Math.Min(centers.Count, widths.Count); i++)
        {
            if (WindowVoi.Of(new Window(centers[i], widths[i], function)) is { } window)
                return window;
        }

        return header.GetItems(Tags.VOILUTSequence) is [var item, ..] && LookUpTable.Read(item) is { } table ? new TableVoi(table) : null;
    }
}

/// <summary>A VOI LUT (PS3.3 C.11.2.1.1).</summary>
internal sealed record TableVoi(LookUpTable Table) : VoiTransform
{
    public override double Apply(double value) => Table[value] / Table.Greatest;
}
