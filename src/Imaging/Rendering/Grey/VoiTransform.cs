using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;

namespace ImagingGateway.Imaging.Rendering.Grey;

/// <summary>Output units to brightness from 0 to 1 (PS3.3 C.11.2).</summary>
internal abstract record VoiTransform
{
    /// <summary>The brightness of a modality value.</summary>
    public abstract double Apply(double value);

    /// <summary>The usable windows of the frame, then its VOI LUTs.</summary>
    /// <remarks>They are alternatives (C.11.2.1.2), and the first is the default; windows are what the operators of modalities set.</remarks>
    public static IEnumerable<VoiTransform> All(DataSet header, int frameNumber)
    {
        var source = FunctionalGroups.Find(header, frameNumber, Tags.FrameVOILUTSequence);
        return source == header ? In(header) : In(source).Concat(Tables(header));
    }

    /// <summary>Those of one data set or item.</summary>
    public static IEnumerable<VoiTransform> In(DataSet source) => Windows(source).Concat(Tables(source));

    private static IEnumerable<VoiTransform> Windows(DataSet source)
    {
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
                yield return window;
        }
    }

    private static IEnumerable<VoiTransform> Tables(DataSet source)
    {
        foreach (var item in source.GetItems(Tags.VOILUTSequence))
        {
            if (LookUpTable.Read(item) is { } table)
                yield return new TableVoi(table);
        }
    }
}

/// <summary>A VOI LUT (PS3.3 C.11.2.1.1).</summary>
internal sealed record TableVoi(LookUpTable Table) : VoiTransform
{
    public override double Apply(double value) => Table[value] / Table.Greatest;
}
