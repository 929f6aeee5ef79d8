using System.Security.Cryptography.X509Certificates;
using System.Text;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Filmless.Reports;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Tests.Index;

namespace ImagingGateway.Filmless.Tests.Reports;

/// <summary>Reports over a real archive; run on both databases.</summary>
public abstract class ReportsContract : IAsyncLifetime
{
    private static readonly X509Certificate2 Doctor = MadePdf.Certificate("BS. Trần Văn An");

    private Archive _archive = null!;

    private IReports Reports => _archive.Get<IReports>();

    private static NewReport Example => new()
    {
        Origin = ReportOrigin.Rest, SourceKey = "ris:1", Actor = "ris", AccessionNumber = "CT26110001", PatientId = "BN24001837", ReaderCode = "012345/HCM-CCHN",
        ReaderName = "BS. Trần Văn An", Description = "Không thấy nốt phổi.", Conclusion = "Phổi bình thường.", ReportedAt = new DateTime(2026, 11, 20, 9, 15, 0),
    };

    public async Task InitializeAsync() => _archive = await Archive.StartAsync(await OptionsAsync());

    public Task DisposeAsync() => _archive.DisposeAsync().AsTask();

    [Fact]
    public async Task A_report_finds_its_study_by_accession_and_again_changes_nothing()
    {
        var study = await _archive.AddCtAsync();

        var first = await Reports.ReceiveAsync(Example, CancellationToken.None);
        var again = await Reports.ReceiveAsync(Example, CancellationToken.None);

        Assert.Equal((study, false, true, first.Report.Id), (first.Report.StudyInstanceUid, first.IsRepeated, again.IsRepeated, again.Report.Id));
        Assert.Equal([first.Report], await Reports.OfStudyAsync(study, CancellationToken.None));
        Assert.Equal((ReportSignature.None, new DateTime(2026, 11, 20, 9, 15, 0)), (first.Report.Signature, first.Report.ReportedAt));
        Assert.Single(await _archive.AuditAsync(study), line => line.Action == AuditAction.ReportReceived);
    }

    [Fact]
    public async Task A_correction_stands_before_and_the_first_report_stays()
    {
        var study = await _archive.AddCtAsync();
        await Reports.ReceiveAsync(Example, CancellationToken.None);
        _archive.Clock.Advance(TimeSpan.FromHours(1));
        await Reports.ReceiveAsync(Example with { Conclusion = "Nốt 6 mm thùy trên phải.", Status = ReportStatus.Corrected }, CancellationToken.None);
        await Reports.ReceiveAsync(Example with { SourceKey = "ris:2", Conclusion = "Sơ bộ.", Status = ReportStatus.Preliminary }, CancellationToken.None);

        var reports = await Reports.OfStudyAsync(study, CancellationToken.None);

        Assert.Equal(["Nốt 6 mm thùy trên phải.", "Phổi bình thường.", "Sơ bộ."], reports.Select(report => report.Conclusion));
        Assert.Equal(reports[0], await Reports.CurrentAsync(study, CancellationToken.None));
    }

    [Fact]
    public async Task A_report_of_another_patient_waits_for_a_person()
    {
        var study = await _archive.AddCtAsync();
        var received = await Reports.ReceiveAsync(Example with { PatientId = "BN-KHAC" }, CancellationToken.None);
        Assert.Null(received.Report.StudyInstanceUid);
        Assert.Equal([received.Report], await Reports.UnmatchedAsync(10, CancellationToken.None));

        Assert.False(await Reports.AssignAsync(received.Report.Id, new Uid("1.2.3"), "kt.minh", CancellationToken.None));
        Assert.True(await Reports.AssignAsync(received.Report.Id, study, "kt.minh", CancellationToken.None));
        Assert.False(await Reports.AssignAsync(received.Report.Id, study, "kt.minh", CancellationToken.None));
        Assert.Empty(await Reports.UnmatchedAsync(10, CancellationToken.None));
    }

    [Fact]
    public async Task A_report_that_comes_first_is_put_with_its_images_when_they_arrive()
    {
        await Reports.ReceiveAsync(Example with { AccessionNumber = "", OrderKey = "PHIEU-2026-000777" }, CancellationToken.None);

        var study = await DemoSeed.CtAsync(_archive.Get<IInstanceIngest>(), header => header.SetString(Tags.PlacerOrderNumberImagingServiceRequest, "PHIEU-2026-000777"));
        await _archive.Get<IStudyEvidence>().FactsOfAsync(study, CancellationToken.None);

        Assert.Equal("Phổi bình thường.", Assert.Single(await Reports.OfStudyAsync(study, CancellationToken.None)).Conclusion);
    }

    [Fact]
    public async Task Signatures_of_documents_are_checked()
    {
        var study = await _archive.AddCtAsync();
        var pdf = MadePdf.Signed(Doctor);
        var pending = await ReceiveAsync("1", pdf);
        Assert.Equal((ReportSignature.Pending, "BS. Trần Văn An"), (pending.Signature, pending.Signer));
        Assert.Equal(pdf, await Reports.DocumentAsync(pending.Id, CancellationToken.None));

        var trusted = Directory.CreateDirectory(Path.Combine(_archive.Directory, "keys", "trusted-signers"));
        await File.WriteAllTextAsync(Path.Combine(trusted.FullName, "ca.pem"), Doctor.ExportCertificatePem());
        Assert.Equal(ReportSignature.Verified, (await ReceiveAsync("2", pdf)).Signature);

        var changed = (byte[])pdf.Clone();
        changed[12] ^= 1;
        Assert.Equal(ReportSignature.Broken, (await ReceiveAsync("3", changed)).Signature);
        Assert.Equal(ReportSignature.Broken, (await ReceiveAsync("4", [.. pdf, .. "added later"u8])).Signature);
        Assert.Equal(ReportSignature.None, (await ReceiveAsync("5", MadePdf.Unsigned())).Signature);
        Assert.Equal(5, (await Reports.OfStudyAsync(study, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task A_report_finds_its_study_by_the_placers_number_which_is_longer_than_an_accession()
    {
        const string order = "HIS-2026-11-20-0000123456";
        var study = await DemoSeed.CtAsync(_archive.Get<IInstanceIngest>(), header => header.SetString(Tags.PlacerOrderNumberImagingServiceRequest, order));
        await _archive.Get<IStudyEvidence>().FactsOfAsync(study, CancellationToken.None);

        var received = await Reports.ReceiveAsync(Example with { AccessionNumber = "", OrderKey = order }, CancellationToken.None);
        var other = await Reports.ReceiveAsync(Example with { SourceKey = "2", AccessionNumber = "", OrderKey = order[..16] }, CancellationToken.None);

        Assert.Equal(study, received.Report.StudyInstanceUid);
        Assert.Null(other.Report.StudyInstanceUid);
    }

    [Fact]
    public async Task Every_signature_of_a_document_counts()
    {
        await _archive.AddCtAsync();
        using var head = MadePdf.Certificate("BS. Phạm Thu Hà");
        var both = MadePdf.SignedAgain(MadePdf.Signed(Doctor), head);
        var trusted = Directory.CreateDirectory(Path.Combine(_archive.Directory, "keys", "trusted-signers"));
        await File.WriteAllTextAsync(Path.Combine(trusted.FullName, "first.pem"), Doctor.ExportCertificatePem());

        var half = await ReceiveAsync("1", both);
        Assert.Equal((ReportSignature.Pending, "BS. Trần Văn An, BS. Phạm Thu Hà"), (half.Signature, half.Signer));
        await File.WriteAllTextAsync(Path.Combine(trusted.FullName, "second.pem"), head.ExportCertificatePem());
        Assert.Equal(ReportSignature.Verified, (await ReceiveAsync("2", both)).Signature);
        Assert.Equal(ReportSignature.Broken, (await ReceiveAsync("3", [.. both, .. "%%EOF\n"u8])).Signature);
        // what the first signed was changed, and the second signed the change
        var changed = MadePdf.Signed(Doctor);
        changed[12] ^= 1;
        Assert.Equal(ReportSignature.Broken, (await ReceiveAsync("4", MadePdf.SignedAgain(changed, head))).Signature);
    }

    [Fact]
    public async Task Pdf_and_structured_reports_that_come_by_C_STORE_are_reports()
    {
        var study = await _archive.AddCtAsync();
        var (pdf, text) = (Uid.New(), Uid.New());
        await DemoSeed.StoreAsync(_archive.Get<IInstanceIngest>(),
        [
            new DemoInstance(Uids.EncapsulatedPDFStorage, pdf, TransferSyntax.ExplicitVRLittleEndian, Header(Uids.EncapsulatedPDFStorage, pdf, study, "DOC")
                .SetString(Tags.DocumentTitle, "Kết quả CT").Set(new DataElement(Tags.EncapsulatedDocument, VR.OB, MadePdf.Signed(Doctor)))),
            new DemoInstance(Uids.BasicTextSRStorage, text, TransferSyntax.ExplicitVRLittleEndian, Header(Uids.BasicTextSRStorage, text, study, "SR")
                .SetItems(Tags.ContentSequence, Text("121070", "Findings", "Không tràn dịch."), Text("121076", "Conclusion", "Bình thường."))),
        ]);
        await _archive.Get<IStudyEvidence>().FactsOfAsync(study, CancellationToken.None);

        var reports = await Reports.OfStudyAsync(study, CancellationToken.None);

        Assert.Equal(2, reports.Count);
        Assert.Contains(reports, report => report is { Description: "Không tràn dịch.", Conclusion: "Bình thường.", Origin: ReportOrigin.Dicom });
        Assert.Contains(reports, report => report is { Title: "Kết quả CT", HasDocument: true, Signature: ReportSignature.Pending });
    }

    [Fact]
    public async Task What_cannot_be_a_report_is_refused_with_a_sentence()
    {
        Assert.Contains("empty", (await RefusedAsync(Example with { Description = "", Conclusion = "" })).Message, StringComparison.Ordinal);
        Assert.Contains("no PDF", (await RefusedAsync(Example with { Document = Encoding.ASCII.GetBytes("MZ") })).Message, StringComparison.Ordinal);
        Assert.Contains("names no study", (await RefusedAsync(Example with { AccessionNumber = "" })).Message, StringComparison.Ordinal);
        Assert.Contains("longer", (await RefusedAsync(Example with { Description = new string('a', NewReport.LongestText + 1) })).Message, StringComparison.Ordinal);
    }

    private Task<ArgumentException> RefusedAsync(NewReport report) => Assert.ThrowsAsync<ArgumentException>(() => Reports.ReceiveAsync(report, CancellationToken.None));

    private async Task<Report> ReceiveAsync(string key, byte[] pdf) =>
        (await Reports.ReceiveAsync(Example with { SourceKey = key, Document = pdf }, CancellationToken.None)).Report;

    private static DataSet Header(Uid sopClass, Uid sop, Uid study, string modality) => new DataSet()
        .SetString(Tags.SpecificCharacterSet, "ISO_IR 192").SetString(Tags.SOPClassUID, sopClass.Value).SetString(Tags.SOPInstanceUID, sop.Value).SetString(Tags.StudyInstanceUID, study.Value)
        .SetString(Tags.SeriesInstanceUID, Uid.New().Value).SetString(Tags.Modality, modality).SetString(Tags.PatientID, "BN24001837")
        .SetString(Tags.ContentDate, "20261120").SetString(Tags.ContentTime, "091500");

    private static DataSet Text(string code, string meaning, string text) => new DataSet()
        .SetString(Tags.SpecificCharacterSet, "ISO_IR 192").SetString(Tags.RelationshipType, "CONTAINS").SetString(Tags.ValueType, "TEXT").SetString(Tags.TextValue, text)
        .SetItems(Tags.ConceptNameCodeSequence, new DataSet().SetString(Tags.CodeValue, code).SetString(Tags.CodingSchemeDesignator, "DCM").SetString(Tags.CodeMeaning, meaning));

    private protected abstract Task<StorageOptions> OptionsAsync();
}

public sealed class ReportsOnSqliteTests : ReportsContract
{
    private protected override Task<StorageOptions> OptionsAsync() => Task.FromResult(new StorageOptions());
}

[Collection("postgres")]
public sealed class ReportsOnPostgresTests(PostgresServer server) : ReportsContract
{
    private protected override Task<StorageOptions> OptionsAsync() => server.NewSchemaAsync();
}
