using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>Makes the facts of a study out of the headers that ingest kept. Pure.</summary>
internal static class EvidenceReading
{
    /// <param name="study">Which study.</param>
    /// <param name="instances">All its instances in series and instance order, at least one.</param>
    /// <param name="versions">Instances that came again with other bytes.</param>
    public static StudyEvidence Of(Uid study, IReadOnlyList<(DataSet Header, EvidenceInstance Instance)> instances, int versions)
    {
        var rejections = instances.Select(one => new RejectionEvidence(one.Instance.SopInstanceUid, [.. RejectionNote.Rejected(one.Header)])).Where(note => note.Images.Count > 0).ToList();
        var rejected = rejections.SelectMany(note => note.Images).ToHashSet();
        var series = instances.GroupBy(one => one.Instance.SeriesInstanceUid).Select(group => SeriesOf(group.Key, [.. group], rejected)).ToList();
        var header = instances[0].Header;
        return new StudyEvidence(
            study, Text(header, Tags.PatientID), Text(header, Tags.IssuerOfPatientID), Name(header, Tags.PatientName), Text(header, Tags.PatientBirthDate), Text(header, Tags.PatientSex),
            Distinct(instances, PatientIdentifiers), Text(header, Tags.AccessionNumber), Distinct(instances, OrderKeys), Text(header, Tags.StudyDescription),
            Text(header, Tags.InstitutionName), Name(header, Tags.ReferringPhysicianName),
            AcquisitionTime.Join(header.GetString(Tags.StudyDate), header.GetString(Tags.StudyTime)), series.Min(one => one.FirstAcquisition), series.Max(one => one.LastAcquisition),
            instances.Min(one => one.Instance.ReceivedAt), instances.Max(one => one.Instance.ReceivedAt),
            instances.Count, series.Sum(one => one.Images), series.Sum(one => one.Rejected), versions, rejections, series)
        {
            OrderNumbers = Distinct(instances, OrderNumbers),
        };
    }

    private static SeriesEvidence SeriesOf(Uid uid, List<(DataSet Header, EvidenceInstance Instance)> members, HashSet<Uid> rejected)
    {
        var headers = members.ConvertAll(member => member.Header);
        var images = members.Where(member => member.Instance.NumberOfFrames > 0).ToList();
        var times = images.Select(image => AcquisitionTime.Of(image.Header)).OfType<(DateTime First, DateTime Last)>().ToList();
        return new SeriesEvidence(
            uid, (int?)First(headers, header => header.GetInteger(Tags.SeriesNumber)), FirstText(headers, Tags.Modality), FirstText(headers, Tags.BodyPartExamined),
            FirstText(headers, Tags.SeriesDescription), FirstText(headers, Tags.ProtocolName),
            new DeviceEvidence(
                FirstText(headers, Tags.Manufacturer), FirstText(headers, Tags.ManufacturerModelName), FirstText(headers, Tags.DeviceSerialNumber),
                FirstText(headers, Tags.StationName), members[0].Instance.CallingAETitle),
            headers.Select(Contrast).FirstOrDefault(agent => agent is not null), First(headers, FieldStrength), First(headers, DetectorRows),
            headers.Select(Exposure).FirstOrDefault(exposure => exposure is not null), First(headers, header => header.GetNumber(Tags.SliceThickness)),
            (int?)First(headers, header => header.GetInteger(Tags.Rows)), (int?)First(headers, header => header.GetInteger(Tags.Columns)),
            times.Count > 0 ? times.Min(time => time.First) : null, times.Count > 0 ? times.Max(time => time.Last) : null,
            members.Count, images.Sum(image => image.Instance.NumberOfFrames), images.Count(image => rejected.Contains(image.Instance.SopInstanceUid)), images.Count > 0,
            [.. images.Select(image => ViewOf(image.Header, image.Instance)).GroupBy(pair => pair.View.Key).Select(view => view.First().View with
            {
                Images = view.Count(), Rejected = view.Count(pair => rejected.Contains(pair.Sop)),
            })]);
    }

    private static (ViewEvidence View, Uid Sop) ViewOf(DataSet header, EvidenceInstance instance)
    {
        var position = Text(header, Tags.ViewPosition) is { Length: > 0 } stated ? stated
            : header.GetItems(Tags.ViewCodeSequence) is [var code, ..] ? Text(code, Tags.CodeMeaning) : "";
        var laterality = Text(header, Tags.ImageLaterality) is { Length: > 0 } own ? own : Text(header, Tags.Laterality);
        var description = Text(header, Tags.SeriesDescription);
        var isNameless = position.Length == 0 && description.Length == 0;
        return (new ViewEvidence(Text(header, Tags.BodyPartExamined), laterality, position, description, isNameless ? instance.SopInstanceUid.Value : null, 1, 0), instance.SopInstanceUid);
    }

    private static string? Contrast(DataSet header) =>
        header.GetString(Tags.ContrastBolusAgent) is { Length: > 0 } agent ? agent
            : header.GetItems(Tags.ContrastBolusAgentSequence) is [var code, ..] && Text(code, Tags.CodeMeaning) is { Length: > 0 } meaning ? meaning : null;

    // no scanner for people has 100 T: such numbers are gauss
    private static double? FieldStrength(DataSet header) =>
        header.GetNumber(Tags.MagneticFieldStrength) is > 0 and var field ? field > 100 ? field / 10_000 : field : null;

    private static int? DetectorRows(DataSet header)
    {
        var (total, single) = (CollimationOf(header, Tags.TotalCollimationWidth), CollimationOf(header, Tags.SingleCollimationWidth));
        return total > 0 && single > 0 && total / single < 2000 ? (int)Math.Round(total.Value / single.Value) : null;
    }

    // enhanced CT keeps it in the shared functional groups (PS3.3 C.8.15.3.4)
    private static double? CollimationOf(DataSet header, Tag tag) =>
        header.GetNumber(tag) ?? header.GetItems(Tags.SharedFunctionalGroupsSequence).SelectMany(group => group.GetItems(Tags.CTAcquisitionDetailsSequence))
            .Select(detail => detail.GetNumber(tag)).FirstOrDefault(number => number is not null);

    private static ExposureEvidence? Exposure(DataSet header)
    {
        var exposure = new ExposureEvidence(
            header.GetNumber(Tags.KVP), header.GetNumber(Tags.XRayTubeCurrent), header.GetNumber(Tags.ExposureTime),
            header.GetNumber(Tags.Exposure) ?? header.GetNumber(Tags.ExposureInuAs) / 1000);
        return exposure == new ExposureEvidence(null, null, null, null) ? null : exposure;
    }

    private static IEnumerable<string> PatientIdentifiers(DataSet header) =>
    [
        .. header.GetStrings(Tags.PatientID), .. header.GetStrings(Tags.OtherPatientIDs),
        .. header.GetItems(Tags.OtherPatientIDsSequence).SelectMany(item => item.GetStrings(Tags.PatientID)), .. header.GetStrings(Tags.InsurancePlanIdentification),
    ];

    private static IEnumerable<string> OrderKeys(DataSet header) => [.. OrderNumbers(header), .. header.GetStrings(Tags.StudyID), .. header.GetStrings(Tags.AdmissionID)];

    private static IEnumerable<string> OrderNumbers(DataSet header) =>
    [
        .. header.GetStrings(Tags.AccessionNumber), .. header.GetStrings(Tags.PlacerOrderNumberImagingServiceRequest), .. header.GetStrings(Tags.FillerOrderNumberImagingServiceRequest),
        .. header.GetStrings(Tags.RequestedProcedureID), .. header.GetItems(Tags.RequestAttributesSequence).SelectMany(item =>
            item.GetStrings(Tags.RequestedProcedureID).Concat(item.GetStrings(Tags.AccessionNumber))),
    ];

    private static List<string> Distinct(IEnumerable<(DataSet Header, EvidenceInstance Instance)> instances, Func<DataSet, IEnumerable<string>> values) =>
        [.. instances.SelectMany(one => values(one.Header)).Select(value => value.Trim()).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal)];

    private static T? First<T>(List<DataSet> headers, Func<DataSet, T?> value)
        where T : struct => headers.Select(value).FirstOrDefault(found => found is not null);

    private static string FirstText(List<DataSet> headers, Tag tag) => headers.Select(header => Text(header, tag)).FirstOrDefault(text => text.Length > 0) ?? "";

    private static string Text(DataSet header, Tag tag) => header.GetString(tag)?.Trim(' ', '\0') ?? "";

    // as shown to people: family name first, no carets
    private static string Name(DataSet header, Tag tag) =>
        string.Join(' ', Text(header, tag).Split('=')[0].Split('^', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
