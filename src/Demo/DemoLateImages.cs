using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Demo;

/// <summary>What comes after a study was filed: two images more, and a note that rejects one of the first (IHE RAD TF-2 4.66, PS3.16 CID 7011).</summary>
public static class DemoLateImages
{
    /// <param name="filed">The study as it was sent first; one CT series.</param>
    /// <param name="at">When the late images were made, hospital time.</param>
    /// <param name="newUid">Where their identifiers come from; random ones when left out.</param>
    public static IReadOnlyList<DemoInstance> For(IReadOnlyList<DemoInstance> filed, DateTime at, Func<Uid>? newUid = null)
    {
        newUid ??= Uid.New;
        var (first, rejected) = (filed[0].DataSet, filed[^1]);
        var (study, series) = (first.GetUid(Tags.StudyInstanceUID), first.GetUid(Tags.SeriesInstanceUID));
        var late = DemoStudies.ChestCT(at, slices: 2, newUid: newUid).ToList();
        foreach (var (index, image) in late.Index())
            image.DataSet.SetString(Tags.StudyInstanceUID, study.Value).SetString(Tags.SeriesInstanceUID, series.Value).SetInteger(Tags.InstanceNumber, filed.Count + index + 1);
        return [.. late, RejectionOf(rejected, study, series, at, newUid)];
    }

    private static DemoInstance RejectionOf(DemoInstance image, Uid study, Uid series, DateTime at, Func<Uid> newUid)
    {
        var sop = newUid();
        var template = new StudyTemplate(DemoPatient.Phuong, study, at, image.DataSet.GetString(Tags.AccessionNumber)!, "CT NGỰC KHÔNG TIÊM THUỐC", "KO", "DEMO", "Phantom CT 64", "DEMO-CT-001", "CTROOM1");
        var note = template.NewInstance(Uids.KeyObjectSelectionDocumentStorage, sop, newUid(), 99, "Ảnh bị loại", 1);
        var reference = new DataSet().SetString(Tags.ReferencedSOPClassUID, image.SopClassUid.Value).SetString(Tags.ReferencedSOPInstanceUID, image.SopInstanceUid.Value);
        note.SetString(Tags.ValueType, "CONTAINER").SetString(Tags.ContinuityOfContent, "SEPARATE");
        note.SetEmpty(Tags.ReferencedPerformedProcedureStepSequence);
        note.SetItems(Tags.ConceptNameCodeSequence, Code("113001", "Rejected for Quality Reasons"));
        note.SetItems(Tags.CurrentRequestedProcedureEvidenceSequence, new DataSet().SetString(Tags.StudyInstanceUID, study.Value).SetItems(
            Tags.ReferencedSeriesSequence, new DataSet().SetString(Tags.SeriesInstanceUID, series.Value).SetItems(Tags.ReferencedSOPSequence, reference)));
        note.SetItems(Tags.ContentSequence, new DataSet().SetString(Tags.RelationshipType, "CONTAINS").SetString(Tags.ValueType, "IMAGE").SetItems(Tags.ReferencedSOPSequence, reference));
        return new DemoInstance(Uids.KeyObjectSelectionDocumentStorage, sop, TransferSyntax.ExplicitVRLittleEndian, note);
    }

    private static DataSet Code(string value, string meaning) =>
        new DataSet().SetString(Tags.CodeValue, value).SetString(Tags.CodingSchemeDesignator, "DCM").SetString(Tags.CodeMeaning, meaning);
}
