using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Imaging.Rendering;

/// <summary>Where an attribute of an enhanced multi-frame object stands (PS3.3 C.7.6.16).</summary>
internal static class FunctionalGroups
{
    /// <summary>The macro's item for the frame: its own, else the shared one, else the data set itself (as for classic objects).</summary>
    /// <param name="frameNumber">From 1.</param>
    public static DataSet Find(DataSet header, int frameNumber, Tag macro)
    {
        var perFrame = header.GetItems(Tags.PerFrameFunctionalGroupsSequence);
        if (frameNumber >= 1 && frameNumber <= perFrame.Count && perFrame[frameNumber - 1].GetItems(macro) is [var own, ..])
            return own;
        return header.GetItems(Tags.SharedFunctionalGroupsSequence) is [var shared, ..] && shared.GetItems(macro) is [var item, ..] ? item : header;
    }
}
