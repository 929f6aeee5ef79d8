using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Storage.Tests.Index;

public abstract class PublicationContract : IndexContract
{
    [Fact]
    public async Task What_was_published_is_found_with_its_counts()
    {
        var outcomes = await Archive.PublishAsync(
            TestInstances.Of("1.2.3", "1.2.3.1", "1.2.3.1.1"),
            TestInstances.Of("1.2.3", "1.2.3.1", "1.2.3.1.2"),
            TestInstances.Of("1.2.3", "1.2.3.2", "1.2.3.2.1", header => header.SetString(Tags.Modality, "SR").SetString(Tags.SOPClassUID, Uids.BasicTextSRStorage.Value)),
            TestInstances.Of("1.2.4", "1.2.4.1", "1.2.4.1.1"));

        Assert.All(outcomes, outcome => Assert.Equal(PublishOutcome.Added, outcome));
        var study = await Archive.Studies.FindAsync(new Uid("1.2.3"), default);
        Assert.NotNull(study);
        Assert.Equal(["CT", "SR"], study.ModalitiesInStudy);
        Assert.Equal(2, study.NumberOfSeries);
        Assert.Equal(3, study.NumberOfInstances);
        Assert.Equal("NGUYỄN VĂN AN", study.PatientName);
        Assert.Equal(new DateOnly(2026, 11, 20), study.StudyDate);
        Assert.Equal(new TimeOnly(10, 15, 30), study.StudyTime);
        Assert.Equal(TestInstances.Received, study.ReceivedAt);
        var counts = await Archive.Studies.CountAsync(default);
        Assert.Equal((1L, 2L, 3L, 4L, 4 * 524_288L), (counts.Patients, counts.Studies, counts.Series, counts.Instances, counts.Bytes));
    }

    [Fact]
    public async Task Counts_grow_over_several_batches()
    {
        for (var number = 1; number <= 5; number++)
            await Archive.PublishAsync(TestInstances.Of("1.2.3", $"1.2.3.{number % 2}", $"1.2.3.9.{number}"));

        var study = await Archive.Studies.FindAsync(new Uid("1.2.3"), default);
        Assert.Equal((2, 5), (study!.NumberOfSeries, study.NumberOfInstances));
        Assert.Equal(["CT"], study.ModalitiesInStudy);
    }

    [Fact]
    public async Task The_same_bytes_again_change_nothing()
    {
        var record = TestInstances.Of("1.2.3", "1.2.3.1", "1.2.3.1.1");
        await Archive.PublishAsync(record);

        Assert.Equal([PublishOutcome.AlreadyPresent], await Archive.PublishAsync(record));

        Assert.Equal(1, (await Archive.Studies.FindAsync(new Uid("1.2.3"), default))!.NumberOfInstances);
        Assert.Equal(0, await Archive.CountAsync("select count(*) from instance_versions"));
    }

    [Fact]
    public async Task Other_bytes_are_kept_as_a_version_and_the_first_stays()
    {
        await Archive.PublishAsync(TestInstances.Of("1.2.3", "1.2.3.1", "1.2.3.1.1", bytes: "first"));
        var other = TestInstances.Of("1.2.3", "1.2.3.1", "1.2.3.1.1", bytes: "second");

        Assert.Equal([PublishOutcome.KeptAsVersion], await Archive.PublishAsync(other));
        Assert.Equal([PublishOutcome.AlreadyPresent], await Archive.PublishAsync(other));

        var study = await Archive.Studies.FindAsync(new Uid("1.2.3"), default);
        Assert.Equal((1, 1), (study!.NumberOfInstances, study.PendingVersions));
        var located = await LocateAsync(RetrieveScope.Study(new Uid("1.2.3")));
        Assert.Equal("1.2.3/1.2.3.1.1/first", Assert.Single(located).ObjectKey);
    }

    [Fact]
    public async Task The_same_UID_in_another_study_is_a_version_too()
    {
        await Archive.PublishAsync(TestInstances.Of("1.2.3", "1.2.3.1", "1.9.9", bytes: "first"));

        Assert.Equal([PublishOutcome.KeptAsVersion], await Archive.PublishAsync(TestInstances.Of("1.2.4", "1.2.4.1", "1.9.9", bytes: "second")));

        Assert.Equal(1, (await Archive.Studies.FindAsync(new Uid("1.2.3"), default))!.PendingVersions);
        Assert.Null(await Archive.Studies.FindAsync(new Uid("1.2.4"), default));
    }

    [Fact]
    public async Task Doubles_within_one_batch_are_told_apart()
    {
        var first = TestInstances.Of("1.2.3", "1.2.3.1", "1.2.3.1.1", bytes: "first");
        var second = TestInstances.Of("1.2.3", "1.2.3.1", "1.2.3.1.1", bytes: "second");

        var outcomes = await Archive.PublishAsync(first, second, first, second);

        Assert.Equal([PublishOutcome.Added, PublishOutcome.KeptAsVersion, PublishOutcome.AlreadyPresent, PublishOutcome.AlreadyPresent], outcomes);
        Assert.Equal(1, (await Archive.Studies.FindAsync(new Uid("1.2.3"), default))!.PendingVersions);
    }

    [Fact]
    public async Task Batches_from_many_sides_at_once_are_all_there()
    {
        // Two gateways on one index, eight senders each, all into the same two studies.
        await using var other = await ArchiveUnderTest.StartAsync(Options);
        var senders = Enumerable.Range(0, 16).Select(sender => Task.Run(async () =>
        {
            var archive = sender % 2 == 0 ? Archive : other;
            for (var number = 0; number < 10; number++)
                await archive.PublishAsync(TestInstances.Of($"1.2.{number % 2}", $"1.2.{number % 2}.{sender % 3}", $"1.5.{sender}.{number}"));
        }));
        await Task.WhenAll(senders);

        var counts = await Archive.Studies.CountAsync(default);
        Assert.Equal((1L, 2L, 6L, 160L), (counts.Patients, counts.Studies, counts.Series, counts.Instances));
        Assert.Equal(160, await Archive.CountAsync("select count(*) from instances"));
        Assert.Equal(160, await Archive.CountAsync("select sum(instance_count) from series"));
    }

    [Fact]
    public async Task Text_that_a_database_might_refuse_is_stored()
    {
        await Archive.PublishAsync(TestInstances.Study("1.2.3", header => header
            .SetString(Tags.PatientName, "O'BRIEN^\u0001;--\"%_").SetString(Tags.AccessionNumber, new string('9', 500))
            .SetString(Tags.StudyDate, "not a date").SetString(Tags.StudyTime, "99:99").SetString(Tags.SeriesNumber, "x").SetString(Tags.PatientID, "")));

        var study = await Archive.Studies.FindAsync(new Uid("1.2.3"), default);
        Assert.Null(study!.StudyDate);
        Assert.StartsWith("O'BRIEN", study.PatientName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Studies_without_a_patient_ID_do_not_share_a_patient()
    {
        await Archive.PublishAsync(
            TestInstances.Study("1.2.3", header => header.SetEmpty(Tags.PatientID)), TestInstances.Study("1.2.4", header => header.SetEmpty(Tags.PatientID)));

        Assert.Equal(2, (await Archive.Studies.CountAsync(default)).Patients);
    }

    [Fact]
    public async Task A_cancelled_publication_leaves_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Archive.Publication.PublishAsync([TestInstances.Of("1.2.3", "1.2.3.1", "1.2.3.1.1")], new CancellationToken(canceled: true)));

        Assert.Equal(0, (await Archive.Studies.CountAsync(default)).Studies);
        Assert.Equal([PublishOutcome.Added], await Archive.PublishAsync(TestInstances.Of("1.2.3", "1.2.3.1", "1.2.3.1.1")));
    }

    private async Task<List<StoredInstance>> LocateAsync(RetrieveScope scope)
    {
        var found = new List<StoredInstance>();
        await foreach (var instance in Archive.Retrieval.LocateAsync(scope, default))
            found.Add(instance);
        return found;
    }
}
