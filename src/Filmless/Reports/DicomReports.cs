using System.Globalization;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Filmless.Reports;

/// <summary>Reports among a study's instances: Encapsulated PDF (PS3.3 A.45.1) and structured reports of text (PS3.3 A.35.1, A.35.2, A.35.3).</summary>
internal sealed class DicomReports(IInstanceRetrieve retrieve)
{
    private static readonly string[] TextReports = [Uids.BasicTextSRStorage.Value, Uids.EnhancedSRStorage.Value, Uids.ComprehensiveSRStorage.Value];

    // Findings and Impression/Conclusion: PS3.16 CID 7002 and the LOINC codes of PS3.16 TID 2000
    private static readonly string[] ConclusionCodes = ["121072", "121073", "121076", "121077", "19005-8", "55110-1"];

    public async Task<IReadOnlyList<NewReport>> InAsync(
        StudyEvidence facts, IReadOnlyList<(DataSet Header, EvidenceInstance Instance)> instances, CancellationToken cancellationToken)
    {
        var reports = new List<NewReport>();
        foreach (var (header, instance) in instances)
        {
            if (instance.SopClassUid == Uids.EncapsulatedPDFStorage)
                reports.Add(Base(facts, header, instance) with { Document = await DocumentAsync(facts, instance, cancellationToken) });
            else if (TextReports.Contains(instance.SopClassUid.Value))
                reports.Add(WithText(Base(facts, header, instance), header));
        }

        return [.. reports.Where(report => report.Fault() is null)];
    }

    private static NewReport Base(StudyEvidence facts, DataSet header, EvidenceInstance instance) => new()
    {
        Origin = ReportOrigin.Dicom, SourceKey = instance.SopInstanceUid.Value, Actor = instance.CallingAETitle ?? "gateway", StudyInstanceUid = facts.StudyInstanceUid,
        ReportedAt = AcquisitionTime.Join(header.GetString(Tags.ContentDate), header.GetString(Tags.ContentTime)),
        Title = header.GetString(Tags.DocumentTitle) ?? Meaning(header) ?? "",
        ReaderName = Observer(header) ?? "",
        Status = header.GetString(Tags.CompletionFlag) == "PARTIAL" || header.GetString(Tags.PreliminaryFlag) == "PRELIMINARY" ? ReportStatus.Preliminary : ReportStatus.Final,
    };

    private async Task<byte[]?> DocumentAsync(StudyEvidence facts, EvidenceInstance instance, CancellationToken cancellationToken)
    {
        await foreach (var stored in retrieve.LocateAsync(RetrieveScope.Instance(facts.StudyInstanceUid, instance.SeriesInstanceUid, instance.SopInstanceUid), cancellationToken))
        {
            var header = await retrieve.HeaderAsync(stored, cancellationToken);
            if (header[Tags.EncapsulatedDocument] is { Bulk: null } document)
            {
                // padded to an even length (PS3.5 6.2): the true one may be stated, and no PDF ends with a zero byte
                var bytes = document.Bytes.ToArray();
                var length = header.GetInteger(Tags.EncapsulatedDocumentLength) is > 0 and var stated && stated <= bytes.Length ? (int)stated : bytes.Length - (bytes is [.., 0] ? 1 : 0);
                return bytes[..length];
            }
        }

        return null;
    }

    private static NewReport WithText(NewReport report, DataSet header)
    {
        var (description, conclusion) = (new List<string>(), new List<string>());
        Collect(header, isConclusion: false, description, conclusion, depth: 0);
        return report with { Description = string.Join('\n', description), Conclusion = string.Join('\n', conclusion) };
    }

    private static void Collect(DataSet item, bool isConclusion, List<string> description, List<string> conclusion, int depth)
    {
        if (depth > 16)
            return;
        foreach (var child in item.GetItems(Tags.ContentSequence))
        {
            var isHere = isConclusion || child.GetItems(Tags.ConceptNameCodeSequence).Any(name => ConclusionCodes.Contains(name.GetString(Tags.CodeValue)));
            var text = child.GetString(Tags.ValueType) switch
            {
                "TEXT" => child.GetString(Tags.TextValue),
                "CODE" when child.GetItems(Tags.ConceptCodeSequence) is [var code, ..] => Label(child, code.GetString(Tags.CodeMeaning)),
                "NUM" when child.GetItems(Tags.MeasuredValueSequence) is [var measured, ..] => Label(child, Measured(measured)),
                _ => null,
            };
            if (!string.IsNullOrWhiteSpace(text))
                (isHere ? conclusion : description).Add(text.Trim());
            Collect(child, isHere, description, conclusion, depth + 1);
        }
    }

    private static string Label(DataSet child, string? value) => Meaning(child) is { } name ? $"{name}: {value}" : value ?? "";

    private static string Measured(DataSet measured) => string.Create(
        CultureInfo.InvariantCulture,
        $"{measured.GetString(Tags.NumericValue)} {(measured.GetItems(Tags.MeasurementUnitsCodeSequence) is [var unit, ..] ? unit.GetString(Tags.CodeValue) : "")}").TrimEnd();

    private static string? Meaning(DataSet item) => item.GetItems(Tags.ConceptNameCodeSequence) is [var name, ..] ? name.GetString(Tags.CodeMeaning) : null;

    private static string? Observer(DataSet header) =>
        header.GetItems(Tags.VerifyingObserverSequence) is [var verifying, ..] ? verifying.GetString(Tags.VerifyingObserverName)?.Replace('^', ' ').Trim()
            : header.GetString(Tags.NameOfPhysiciansReadingStudy)?.Replace('^', ' ').Trim();
}
