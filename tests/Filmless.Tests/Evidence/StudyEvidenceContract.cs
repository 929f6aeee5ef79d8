using Dapper;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Tests.Index;

namespace ImagingGateway.Filmless.Tests.Evidence;

/// <summary>Facts of studies over a real archive; run on both databases.</summary>
public abstract class StudyEvidenceContract : IAsyncLifetime
{
    private Archive _archive = null!;

    private IStudyEvidence Evidence => _archive.Get<IStudyEvidence>();

    private GatewayDatabase Database => _archive.Get<GatewayDatabase>();

    private IInstanceIngest Ingest => _archive.Get<IInstanceIngest>();

    public async Task InitializeAsync() => _archive = await Archive.StartAsync(await OptionsAsync());

    public Task DisposeAsync() => _archive.DisposeAsync().AsTask();

    [Fact]
    public async Task A_CT_tells_patient_order_device_times_and_how_it_was_made()
    {
        var study = await DemoSeed.CtAsync(Ingest, header => header
            .SetString(Tags.OtherPatientIDs, "079162012345").SetString(Tags.PlacerOrderNumberImagingServiceRequest, "PHIEU-2026-11-000777")
            .SetNumber(Tags.TotalCollimationWidth, 40).SetNumber(Tags.SingleCollimationWidth, 0.625)
            .SetString(Tags.ContrastBolusAgent, "Xenetix 350").SetString(Tags.ExposureTime, "500").SetString(Tags.XRayTubeCurrent, "200"));

        var facts = (await Evidence.FactsOfAsync(study, CancellationToken.None))!;

        Assert.Equal(("BN24001837", "CT26110001", 5, 5, 0), (facts.PatientId, facts.AccessionNumber, facts.Instances, facts.Images, facts.Rejected));
        Assert.Contains("079162012345", facts.PatientIdentifiers);
        Assert.Contains("PHIEU-2026-11-000777", facts.OrderKeys);
        Assert.Equal(new DateTime(2026, 11, 20, 8, 32, 0, 180), facts.FirstAcquisition);
        Assert.Equal(new DateTime(2026, 11, 20, 8, 32, 0, 900), facts.LastAcquisition);
        var series = Assert.Single(facts.Series);
        Assert.Equal(("CT", "CHEST", "DEMO-CT-001", "DEMO_CT", 64, "Xenetix 350"),
            (series.Modality, series.BodyPart, series.Device.SerialNumber, series.Device.AETitle, series.DetectorRows, series.ContrastAgent));
        Assert.Equal(new ExposureEvidence(120, 200, 500, null), series.Exposure);
    }

    [Fact]
    public async Task Magnetic_fields_come_in_tesla_and_in_gauss()
    {
        var tesla = await DemoSeed.CtAsync(Ingest, header => header.SetNumber(Tags.MagneticFieldStrength, 1.5));
        var gauss = await DemoSeed.CtAsync(Ingest, header => header.SetNumber(Tags.MagneticFieldStrength, 15000));

        var facts = await Evidence.FactsOfAsync([tesla, gauss, new Uid("1.2.3")], CancellationToken.None);

        Assert.Equal(2, facts.Count);
        Assert.All(facts.Values, study => Assert.Equal(1.5, study.Series[0].FieldStrength));
    }

    [Fact]
    public async Task What_arrives_later_is_known_at_once()
    {
        var instances = DemoStudies.ChestCT(new DateTime(2026, 11, 20, 8, 30, 0), slices: 4, size: 32).ToList();
        var study = await DemoSeed.StoreAsync(Ingest, instances[..2]);
        Assert.Equal(2, (await Evidence.FactsOfAsync(study, CancellationToken.None))!.Images);

        await DemoSeed.StoreAsync(Ingest, instances[2..]);
        Assert.Equal(4, (await Evidence.FactsOfAsync(study, CancellationToken.None))!.Images);

        await DemoSeed.StoreAsync(Ingest, instances[..1], header => header.SetString(Tags.StudyDescription, "Khác"));
        Assert.Equal(1, (await Evidence.FactsOfAsync(study, CancellationToken.None))!.Versions);
        Assert.Equal(0, await Evidence.CatchUpAsync(null, CancellationToken.None));
    }

    [Fact]
    public async Task What_was_missed_is_read_when_nothing_more_urgent_is_left()
    {
        var missed = (List<Uid>)[await DemoSeed.CtAsync(Ingest), await DemoSeed.CtAsync(Ingest)];
        var asked = 0;
        var (reached, urgent) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var catchingUp = Evidence.CatchUpAsync(GiveWayAsync, CancellationToken.None);
        await reached.Task.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.False(catchingUp.IsCompleted);
        urgent.SetResult();
        Assert.Equal(missed.Count, await catchingUp);
        Assert.Equal(1, asked); // both are read together

        async Task GiveWayAsync(CancellationToken cancellationToken)
        {
            asked++;
            reached.TrySetResult();
            await urgent.Task.WaitAsync(cancellationToken);
        }
    }

    [Fact]
    public async Task What_is_read_together_is_what_is_read_alone_after_a_crash_and_by_two_at_once()
    {
        var studies = new List<Uid>();
        for (var patient = 0; patient < 30; patient++)
        {
            var images = DemoStudies.ChestCT(new DateTime(2026, 11, 20, 8, 30, 0), slices: 3, size: patient % 2 == 0 ? 32 : 48).ToList(); // of fifteen patients each
            studies.Add(await DemoSeed.StoreAsync(Ingest, images, header => header
                .SetString(Tags.PatientID, $"BN{patient % 7}").SetString(Tags.AccessionNumber, $"CT{patient}").SetString(Tags.DeviceSerialNumber, $"SN{patient % 3}")));
        }

        await _archive.AddUltrasoundAsync();
        Assert.Equal(31, await Evidence.CatchUpAsync(null, CancellationToken.None));
        var together = await KeptAsync();
        Assert.Equal(2 * 15 * 14, together.Count(row => row.StartsWith("twins", StringComparison.Ordinal)));

        await ForgetAsync("evidence_studies", "evidence_twins", "evidence_devices", "evidence_orders", "evidence_pixels");
        foreach (var study in studies)
            await Evidence.FactsOfAsync(study, CancellationToken.None);
        await Evidence.CatchUpAsync(null, CancellationToken.None);
        Assert.Equal(together, await KeptAsync());

        await ForgetAsync("evidence_studies", "evidence_twins"); // what is left when it ends between the two transactions
        await Evidence.CatchUpAsync(null, CancellationToken.None);
        Assert.Equal(together, await KeptAsync());

        await ForgetAsync("evidence_studies", "evidence_twins", "evidence_devices", "evidence_orders", "evidence_pixels");
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Evidence.CatchUpAsync(null, CancellationToken.None))));
        await Evidence.CatchUpAsync(null, CancellationToken.None); // of two that meet one may give up: then it is behind
        Assert.Equal(together, await KeptAsync());
    }

    [Fact]
    public async Task One_study_that_cannot_be_read_or_kept_does_not_hold_up_the_others()
    {
        var good = (List<Uid>)[await DemoSeed.CtAsync(Ingest)];
        var damaged = await DemoSeed.CtAsync(Ingest);
        await DemoSeed.CtAsync(Ingest, header => header.SetString(Tags.PlacerOrderNumberImagingServiceRequest, "PHIEU\0777")); // PostgreSQL keeps no such text
        good.Add(await DemoSeed.CtAsync(Ingest));
        await using (var connection = await Database.DataSource.OpenConnectionAsync())
        {
            await connection.ExecuteAsync(
                """
                UPDATE instance_headers SET metadata = @rubbish
                WHERE instance_key IN (SELECT i.id FROM instances i JOIN series s ON s.id = i.series_key JOIN studies t ON t.id = s.study_key WHERE t.study_uid = @study)
                """,
                new { rubbish = new byte[] { 1, 2, 3 }, study = damaged.Value });
        }

        await Evidence.CatchUpAsync(null, CancellationToken.None);

        await using (var connection = await Database.DataSource.OpenConnectionAsync())
        {
            var kept = (await connection.QueryAsync<string>("SELECT t.study_uid FROM evidence_studies e JOIN studies t ON t.id = e.study_key")).Select(uid => new Uid(uid)).ToList();
            Assert.DoesNotContain(damaged, kept);
            Assert.All(good, study => Assert.Contains(study, kept));
        }
    }

    [Fact]
    public async Task Views_are_counted_once_and_rejected_ones_not()
    {
        var images = (List<DemoInstance>)[.. Xray("PA"), .. Xray("PA"), .. Xray("LL"), .. Xray("LL")];
        var (study, series) = (Uid.New(), Uid.New());
        Gather(images, study, series);
        await DemoSeed.StoreAsync(Ingest, images);
        Assert.Equal(["PA", "LL"], (await Evidence.FactsOfAsync(study, CancellationToken.None))!.Views.Select(view => view.Position));

        await DemoSeed.StoreAsync(Ingest, [Note(study, series, [images[2].SopInstanceUid, images[3].SopInstanceUid])]);

        var facts = (await Evidence.FactsOfAsync(study, CancellationToken.None))!;
        Assert.Equal(["PA"], facts.Views.Select(view => view.Position));
        Assert.Equal((5, 4, 2), (facts.Instances, facts.Images, facts.Rejected));
    }

    [Fact]
    public async Task The_same_pixels_under_another_patient_are_found_and_under_the_same_not()
    {
        var first = await DemoSeed.CtAsync(Ingest);
        var again = await DemoSeed.CtAsync(Ingest);
        var other = await DemoSeed.CtAsync(Ingest, header => header.SetString(Tags.PatientID, "BN-KHAC").SetString(Tags.AccessionNumber, "CT-KHAC"));
        await Evidence.CatchUpAsync(null, CancellationToken.None);

        var shared = await Evidence.SharedPixelsAsync([first], CancellationToken.None);

        Assert.Equal([new SharedPixels(first, other, "BN-KHAC", shared[0].OtherPatientName, "CT-KHAC", 5)], shared);
        Assert.Equal([first, again], (await Evidence.SharedPixelsAsync([other], CancellationToken.None)).Select(twin => twin.OtherStudyInstanceUid).OrderBy(uid => uid == again));
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public async Task A_picture_that_many_others_have_proves_nothing(int others, bool proves)
    {
        for (var patient = 0; patient < others; patient++)
            await PictureAsync($"BN{patient}");
        await Evidence.CatchUpAsync(null, CancellationToken.None);
        Assert.Equal(proves, (await Evidence.SharedPixelsAsync([await PictureAsync("BN-KHAC")], CancellationToken.None)).Count > 0);

        Task<Uid> PictureAsync(string patient) => DemoSeed.StoreAsync(
            Ingest, [.. DemoStudies.ChestCT(new DateTime(2026, 11, 20, 8, 30, 0), slices: 1, size: 32)], header => header.SetString(Tags.PatientID, patient));
    }

    [Fact]
    public async Task Exams_that_overlap_on_one_device_are_found()
    {
        var first = await CtAtAsync(new DateTime(2026, 11, 20, 9, 0, 0), "A", "SN1");
        var during = await CtAtAsync(new DateTime(2026, 11, 20, 9, 0, 0).AddMilliseconds(300), "B", "SN1");
        await CtAtAsync(new DateTime(2026, 11, 20, 9, 0, 0).AddMilliseconds(300), "C", "SN2");
        await CtAtAsync(new DateTime(2026, 11, 20, 9, 10, 0), "D", "SN1");
        await Evidence.CatchUpAsync(null, CancellationToken.None);

        var overlap = Assert.Single(await Evidence.OverlapsAsync([first], CancellationToken.None));

        Assert.Equal((during, "B", false), (overlap.OtherStudyInstanceUid, overlap.OtherPatientId, overlap.IsSamePatient));
        Assert.Equal(new DateTime(2026, 11, 20, 9, 2, 0, 480), overlap.From);
    }

    private Task<Uid> CtAtAsync(DateTime at, string patient, string serial) => DemoSeed.StoreAsync(
        Ingest, [.. DemoStudies.ChestCT(at, slices: 5, size: 32)], header => header.SetString(Tags.PatientID, patient).SetString(Tags.DeviceSerialNumber, serial));

    private static IEnumerable<DemoInstance> Xray(string view)
    {
        var image = DemoStudies.ChestCT(new DateTime(2026, 11, 20, 8, 30, 0), slices: 1, size: 32).Single();
        image.DataSet.SetString(Tags.ViewPosition, view).SetString(Tags.Modality, "DX");
        return [image];
    }

    private static void Gather(List<DemoInstance> images, Uid study, Uid series)
    {
        foreach (var (index, image) in images.Index())
            image.DataSet.SetString(Tags.StudyInstanceUID, study.Value).SetString(Tags.SeriesInstanceUID, series.Value).SetInteger(Tags.InstanceNumber, index + 1);
    }

    private static DemoInstance Note(Uid study, Uid series, IEnumerable<Uid> rejected)
    {
        var sop = Uid.New();
        var references = rejected.Select(uid => new DataSet().SetString(Tags.ReferencedSOPClassUID, Uids.CTImageStorage.Value).SetString(Tags.ReferencedSOPInstanceUID, uid.Value)).ToArray();
        var header = new DataSet()
            .SetString(Tags.SOPClassUID, Uids.KeyObjectSelectionDocumentStorage.Value).SetString(Tags.SOPInstanceUID, sop.Value)
            .SetString(Tags.StudyInstanceUID, study.Value).SetString(Tags.SeriesInstanceUID, Uid.New().Value).SetString(Tags.Modality, "KO").SetString(Tags.PatientID, "BN24001837")
            .SetItems(Tags.ConceptNameCodeSequence, new DataSet().SetString(Tags.CodeValue, "113001").SetString(Tags.CodingSchemeDesignator, "DCM").SetString(Tags.CodeMeaning, "Rejected for Quality Reasons"))
            .SetItems(Tags.CurrentRequestedProcedureEvidenceSequence, new DataSet().SetString(Tags.StudyInstanceUID, study.Value).SetItems(
                Tags.ReferencedSeriesSequence, new DataSet().SetString(Tags.SeriesInstanceUID, series.Value).SetItems(Tags.ReferencedSOPSequence, references)));
        return new DemoInstance(Uids.KeyObjectSelectionDocumentStorage, sop, TransferSyntax.ExplicitVRLittleEndian, header);
    }

    /// <summary>All rows of the room, each as a line.</summary>
    private async Task<List<string>> KeptAsync()
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync();
        return [.. (await connection.QueryAsync<string>(
            """
            SELECT 'study ' || study_key || ' ' || form || ' ' || instances || ' ' || changed_at || ' ' || versions || ' ' || facts FROM evidence_studies
            UNION ALL SELECT 'twins ' || study_key || ' ' || other_key || ' ' || images FROM evidence_twins
            UNION ALL SELECT 'device ' || study_key || ' ' || device || ' ' || first_at || ' ' || last_at FROM evidence_devices
            UNION ALL SELECT 'order ' || study_key || ' ' || number FROM evidence_orders
            UNION ALL SELECT 'pixels ' || study_key || ' ' || pixel_key FROM evidence_pixels
            """)).Order(StringComparer.Ordinal)];
    }

    private async Task ForgetAsync(params string[] tables)
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync();
        foreach (var table in tables)
            await connection.ExecuteAsync($"DELETE FROM {table}");
    }

    private protected abstract Task<StorageOptions> OptionsAsync();
}

public sealed class StudyEvidenceOnSqliteTests : StudyEvidenceContract
{
    private protected override Task<StorageOptions> OptionsAsync() => Task.FromResult(new StorageOptions());
}

[Collection("postgres")]
public sealed class StudyEvidenceOnPostgresTests(PostgresServer server) : StudyEvidenceContract
{
    private protected override Task<StorageOptions> OptionsAsync() => server.NewSchemaAsync();
}
