using Dapper;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Claims.Checks;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Filmless.Reports;
using ImagingGateway.Storage.Index;

namespace ImagingGateway.Filmless.Claims;

/// <summary>Puts together what the checks ask: the facts of the images, overlaps, shared pixels, reports and links, hundreds of studies in a few questions.</summary>
public sealed class ClaimFactsReading(IStudyEvidence evidence, IReports reports, GatewayDatabase database)
{
    public async Task<IReadOnlyDictionary<Uid, ClaimFacts>> OfAsync(IReadOnlyCollection<Uid> studies, CancellationToken cancellationToken)
    {
        var facts = await evidence.FactsOfAsync(studies, cancellationToken);
        var overlaps = (await evidence.OverlapsAsync(studies, cancellationToken)).Where(overlap => !overlap.IsSamePatient).ToLookup(overlap => overlap.StudyInstanceUid);
        var shared = (await evidence.SharedPixelsAsync(studies, cancellationToken)).ToLookup(one => one.StudyInstanceUid);
        var links = await LinksAsync(studies, cancellationToken);
        var read = await reports.OfStudiesAsync(studies, cancellationToken);
        return facts.ToDictionary(
            pair => pair.Key, pair => FactsOf(pair.Value, overlaps[pair.Key], shared[pair.Key], links.GetValueOrDefault(pair.Key.Value)) with { Report = FactOf(read.GetValueOrDefault(pair.Key)) });
    }

    private static ClaimFacts FactsOf(StudyEvidence study, IEnumerable<DeviceOverlap> overlaps, IEnumerable<SharedPixels> shared, (int Issued, int Openings) links)
    {
        var pictures = study.Series.Where(series => series.HasPixels).ToList();
        return new ClaimFacts
        {
            StudyInstanceUid = study.StudyInstanceUid, PatientName = study.PatientName, PatientIdentifiers = study.PatientIdentifiers, BirthDate = study.BirthDate, Sex = study.Sex,
            FirstAcquisition = study.FirstAcquisition, LastAcquisition = study.LastAcquisition, Modalities = [.. pictures.Select(series => series.Modality).Distinct()],
            BodyParts = [.. pictures.Select(series => series.BodyPart).Where(part => part.Length > 0).Distinct()],
            Description = string.Join(" / ", pictures.SelectMany(series => new[] { series.Description, series.Protocol }).Prepend(study.Description).Distinct()),
            Views = study.Views.Count, Images = study.Images,
            SerialNumbers = [.. pictures.Select(series => series.Device.SerialNumber).Where(serial => serial.Length > 0).Distinct()],
            DetectorRows = pictures.Max(series => series.DetectorRows), FieldStrength = pictures.Max(series => series.FieldStrength),
            Contrast = pictures.Count == 0 ? null : pictures.Exists(series => series.ContrastAgent is not null),
            Overlaps = [.. overlaps.Select(overlap => (overlap.OtherAccessionNumber ?? overlap.OtherPatientId, overlap.Device, overlap.To - overlap.From))],
            SharedPixels = [.. shared.Select(one => (one.OtherAccessionNumber ?? one.OtherPatientId, one.Images))],
            LinksIssued = links.Issued, LinkOpenings = links.Openings,
        };
    }

    /// <summary>The report that counts first; a cancelled one is none.</summary>
    private static ReportFact? FactOf(IReadOnlyList<Report>? reports) => reports?.FirstOrDefault(report => report.Status != ReportStatus.Cancelled) is { } report
        ? new ReportFact(
            report.Description.Length > 0 || report.HasDocument, report.Conclusion.Length > 0 || report.HasDocument, ReaderOf(report), report.Signature == ReportSignature.Verified)
        : null;

    private static string? ReaderOf(Report report) => report.ReaderName.Length > 0 ? report.ReaderName : report.ReaderCode.Length > 0 ? report.ReaderCode : null;

    private async Task<Dictionary<string, (int Issued, int Openings)>> LinksAsync(IReadOnlyCollection<Uid> studies, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, (int, int)>(StringComparer.Ordinal);
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        foreach (var some in studies.Chunk(SqlList.Most))
        {
            var parameters = new DynamicParameters();
            foreach (var (study, issued, openings) in await connection.QueryAsync<(string Study, long Issued, long Openings)>(new CommandDefinition(
                $"""
                SELECT s.study_instance_uid AS Study, COUNT(*) AS Issued, CAST(SUM(k.openings) AS BIGINT) AS Openings
                FROM study_link_studies s JOIN study_links k ON k.id = s.link_id
                WHERE s.study_instance_uid IN {parameters.AddList("study", some.Select(study => study.Value).ToList())} GROUP BY s.study_instance_uid
                """,
                parameters, cancellationToken: cancellationToken)))
                found[study] = ((int)issued, (int)openings);
        }

        return found;
    }
}
