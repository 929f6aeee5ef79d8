using System.Security.Cryptography;
using System.Text.Json;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Filmless.Evidence.Signing;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Filmless.Reports;

/// <inheritdoc/>
internal sealed class Reports(
    ReportStore store, ReportMatching matching, IStudyList studies, PdfSignatures signatures, DicomReports documents, IAuditTrail audit, TimeProvider clock) : IReports, IStudyReader
{
    public async Task<IReadOnlyList<Report>> OfStudyAsync(Uid study, CancellationToken cancellationToken) =>
        (await OfStudiesAsync([study], cancellationToken)).GetValueOrDefault(study) ?? [];

    public async Task<Report?> CurrentAsync(Uid study, CancellationToken cancellationToken) =>
        await OfStudyAsync(study, cancellationToken) is [{ Status: ReportStatus.Final or ReportStatus.Corrected } first, ..] ? first : null;

    public async Task<IReadOnlyDictionary<Uid, IReadOnlyList<Report>>> OfStudiesAsync(IReadOnlyCollection<Uid> studies, CancellationToken cancellationToken) =>
        (await store.OfStudiesAsync(studies, cancellationToken)).GroupBy(report => report.StudyInstanceUid!.Value)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<Report>)[.. group.OrderBy(Rank)]);

    public async Task<Report?> FindAsync(string id, CancellationToken cancellationToken) => (await store.FindAsync(id, cancellationToken)).SingleOrDefault();

    public Task<byte[]?> DocumentAsync(string id, CancellationToken cancellationToken) => store.DocumentAsync(id, cancellationToken);

    public async Task<IReadOnlyList<Report>> UnmatchedAsync(int limit, CancellationToken cancellationToken) => await store.UnmatchedAsync(limit, cancellationToken);

    public async Task<ReceivedReport> ReceiveAsync(NewReport report, CancellationToken cancellationToken)
    {
        if (report.Fault() is { } fault)
            throw new ArgumentException(fault);
        var study = await matching.FindAsync(report, cancellationToken);
        var hash = HashOf(report);
        if (await store.SameAsync(report.Origin, report.SourceKey, hash, cancellationToken) is [var same])
            return new ReceivedReport(same, IsRepeated: true);
        var (signature, signer) = report.Document is { } pdf ? signatures.Check(pdf) : (ReportSignature.None, null);
        var now = clock.GetUtcNow();
        var row = new ReportRow
        {
            Id = RandomText.Word(16), Origin = report.Origin.ToString(), StudyUid = study?.Value, Accession = report.AccessionNumber, OrderKey = report.OrderKey, PatientId = report.PatientId,
            ReceivedAt = now.ToUnixTimeMilliseconds(), ReportedAt = report.ReportedAt is { } reported ? Ticks.Of(reported) : null, ReaderCode = report.ReaderCode, ReaderName = report.ReaderName,
            Title = report.Title, Description = report.Description, Conclusion = report.Conclusion, Status = report.Status.ToString(), Signature = signature.ToString(), Signer = signer,
            HasDocument = report.Document is null ? 0 : 1,
        };
        if (!await store.TryAddAsync(row, report.SourceKey, hash, report.Document, cancellationToken))
            return new ReceivedReport((await store.SameAsync(report.Origin, report.SourceKey, hash, cancellationToken)).Single(), IsRepeated: true);
        await audit.AppendAsync(
            new AuditEvent(now, AuditAction.ReportReceived, report.Actor, null, study, null, AuditOutcome.Success, (study is null ? AuditForms.ReportWithoutStudy : AuditForms.ReportTaken).With(row.Id, report.Origin)),
            cancellationToken);
        return new ReceivedReport(row.ToReport(), IsRepeated: false);
    }

    public async Task<bool> AssignAsync(string id, Uid study, string actor, CancellationToken cancellationToken)
    {
        if (await studies.FindAsync(study, cancellationToken) is null || !await store.AssignAsync(id, study, cancellationToken))
            return false;
        await audit.AppendAsync(new AuditEvent(clock.GetUtcNow(), AuditAction.ReportReceived, actor, null, study, null, AuditOutcome.Success, AuditForms.ReportAssigned.With(id)), cancellationToken);
        return true;
    }

    /// <summary>Images arrived: reports that waited for them get their study, and reports among them are taken out.</summary>
    public async Task OnReadAsync(IReadOnlyList<ReadStudy> read, CancellationToken cancellationToken)
    {
        foreach (var waiting in await store.WaitingForAsync([.. read.SelectMany(study => study.Facts.OrderKeys).Distinct()], cancellationToken))
        {
            if (read.FirstOrDefault(study => IsOf(waiting, study.Facts)) is { } found)
                await AssignAsync(waiting.Id, found.Facts.StudyInstanceUid, "gateway", cancellationToken);
        }

        foreach (var study in read)
        {
            foreach (var report in await documents.InAsync(study.Facts, study.Instances, cancellationToken))
                await ReceiveAsync(report, cancellationToken);
        }
    }

    private static bool IsOf(Report report, StudyEvidence facts) =>
        (facts.OrderKeys.Contains(report.AccessionNumber) || facts.OrderKeys.Contains(report.OrderKey)) && (report.PatientId.Length == 0 || facts.PatientIdentifiers.Contains(report.PatientId));

    private static int Rank(Report report) => report.Status switch
    {
        ReportStatus.Corrected or ReportStatus.Final => 0,
        ReportStatus.Preliminary => 1,
        _ => 2,
    };

    private static string HashOf(NewReport report)
    {
        var content = CanonicalJson.Of(
            new
            {
                report.AccessionNumber, report.OrderKey, report.PatientId, Study = report.StudyInstanceUid?.Value, report.ReportedAt, report.ReaderCode, report.ReaderName, report.Title,
                report.Description, report.Conclusion, Status = report.Status.ToString(), Document = report.Document is null ? null : Convert.ToHexStringLower(SHA256.HashData(report.Document)),
            },
            JsonSerializerOptions.Default);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }
}
