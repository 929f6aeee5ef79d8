using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>A key object selection that rejects images (IHE RAD TF-2 4.66, document titles of PS3.16 CID 7011).</summary>
internal static class RejectionNote
{
    // Rejected for Quality Reasons, for Patient Safety Reasons, Incorrect Modality Worklist Entry
    private static readonly string[] Titles = ["113001", "113037", "113038"];

    /// <summary>SOP Instance UIDs that are rejected; empty for anything that is no rejection note.</summary>
    public static IEnumerable<Uid> Rejected(DataSet header)
    {
        if (header.GetUid(Tags.SOPClassUID) != Uids.KeyObjectSelectionDocumentStorage
            || !header.GetItems(Tags.ConceptNameCodeSequence).Any(title => Titles.Contains(title.GetString(Tags.CodeValue))))
            return [];
        return header.GetItems(Tags.CurrentRequestedProcedureEvidenceSequence)
            .SelectMany(study => study.GetItems(Tags.ReferencedSeriesSequence))
            .SelectMany(series => series.GetItems(Tags.ReferencedSOPSequence))
            .Select(instance => instance.GetUid(Tags.ReferencedSOPInstanceUID));
    }
}
