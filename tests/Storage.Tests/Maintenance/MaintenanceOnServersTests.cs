using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Objects.S3;
using ImagingGateway.Storage.Recoding;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Storage.Tests.Index;
using ImagingGateway.Storage.Tests.Ingest;
using ImagingGateway.Storage.Tests.Objects;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Maintenance;

/// <summary>On PostgreSQL and S3, where instances lie in packs.</summary>
[Collection("postgres")]
public sealed class MaintenanceOnServersTests(PostgresServer postgres) : KeepingContract
{
    private readonly S3Options _s3 = new S3Server().Options with { Bucket = $"care-{Guid.NewGuid():n}" };

    [Fact]
    public async Task A_pack_is_written_anew_while_readers_read_and_a_reader_with_the_old_place_finds_the_new_one()
    {
        var made = await FillAsync();
        var study = new Uid(made[^1].Study!);
        var before = await Archive.LocateAsync(RetrieveScope.Study(study));
        var pack = before[0].Place.Object;
        var store = Archive.Get<IObjectStore>();
        var stored = await StoredAsync(store, pack);
        var length = before[0].Place.Length;
        await using var begun = await Archive.Retrieve.OpenFileAsync(before[0], default);

        var left = Directory.CreateDirectory(Path.Combine(Archive.Data, "repacking", "killed"));
        await File.WriteAllTextAsync(Path.Combine(left.FullName, "0"), "half");
        Directory.SetLastWriteTimeUtc(left.FullName, DateTime.UtcNow.AddDays(-2));
        Assert.True(await Archive.Get<Repacking>().RunAsync(stored, default));
        Assert.Empty(Directory.EnumerateDirectories(Path.GetDirectoryName(left.FullName)!)); // nor what a killed run left on the spool's disk
        Assert.Equal(length, (await Archive.ReadFileAsync(before[0])).Length); // the old pack is still there
        await store.RemoveAsync(pack, default);
        Assert.Equal(length, (await Archive.ReadFileAsync(before[0])).Length); // gone: looked up again
        Assert.Equal(length, (await Archive.ReadAsync(begun)).Length);
        var after = await Archive.LocateAsync(RetrieveScope.Study(study));
        Assert.All(after, instance => Assert.NotEqual(pack, instance.Place.Object));
        Assert.Equal(before.Select(instance => instance.ObjectKey), after.Select(instance => instance.ObjectKey));
        Assert.Empty(await VerifyAsync());
    }

    [Fact]
    public async Task A_pack_with_much_in_vain_is_written_anew_by_the_sweep()
    {
        var first = new MadeInstance { PixelData = new byte[2 << 20] };
        var second = first with { Sop = Uid.New().Value };
        await Archive.StoreAsync(first);
        await Archive.PublishedAsync();
        await Archive.StoreAsync(first); // a duplicate gets into the pack of the second
        await Archive.StoreAsync(second);
        await Archive.PublishedAsync();
        Assert.Equal(0, (await SweepAsync(null)).Repacked); // too young: more of it may be on its way into the index
        Assert.Equal(1, (await SweepAsync(Any)).Repacked);
        Assert.Equal(0, (await SweepAsync(Any)).Repacked);
        Assert.Equal(2, (await Archive.LocateAsync(first)).Count);
        Assert.Empty(await VerifyAsync());
    }

    [Fact]
    public async Task A_pack_that_holds_what_the_index_does_not_know_yet_is_not_written_anew()
    {
        var first = new MadeInstance();
        var made = Enumerable.Range(0, 200).Select(i => first with { Sop = Uid.New().Value, InstanceNumber = i, PixelData = [.. BitConverter.GetBytes(i), .. new byte[20_000]] }).ToList();
        foreach (var instance in made)
            await Archive.StoreAsync(instance);
        await Archive.PublishedAsync();
        await ForgetIndexAsync();

        // making the index again is interrupted between two batches of one pack
        var interrupted = new IndexRebuild(Objects, new OneBatch(Archive.Get<IPublicationIndex>()), Index, Archive.Get<SecondCopies>(), Archive.Options);
        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in interrupted.RunAsync(false, default))
            {
            }
        });
        Assert.InRange(await Index.CountBytesAsync(0, default), 1, made.Count - 1);
        var report = await SweepAsync(Any);
        Assert.Equal(0, report.Repacked);
        Assert.NotEmpty(report.Unknown);
        await MakeDueAsync();
        await Archive.Get<ObjectSweep>().RemoveDueAsync(default);

        await RebuildAsync();
        Assert.Equal(made.Count, await Index.CountBytesAsync(0, default));
        Assert.Empty(await VerifyAsync());
    }

    [Fact]
    public async Task A_pack_whose_only_known_image_came_again_stays_for_what_else_it_holds()
    {
        var first = new MadeInstance();
        var second = first with { Sop = Uid.New().Value, InstanceNumber = 2 };
        await Archive.StoreAsync(first);
        await Archive.StoreAsync(second);
        await Archive.PublishedAsync();
        var places = (await Archive.LocateAsync(first)).ConvertAll(instance => instance.Place);
        Assert.Equal(places[0].Object, places[1].Object);
        await ExecuteAsync($"delete from instances where sop_uid = '{second.Sop}'"); // the index is half made
        await DamageAsync(places[0]);
        await Archive.StoreAsync(first);
        await Archive.PublishedAsync();
        await MakeDueAsync();
        Assert.Equal(0, (await Archive.Get<ObjectSweep>().RemoveDueAsync(default)).Removed);
        Assert.Equal([places[0].Object], (await SweepAsync(Any)).Unknown);
        await RebuildAsync(mayHaveProblems: true); // the damaged image is one
        Assert.Equal(2, (await Archive.LocateAsync(first)).Count);
        Assert.Empty(await VerifyAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_pack_is_read_before_a_purge_only_when_the_index_does_not_fill_it(int unknown)
    {
        var first = new MadeInstance { PixelData = [1, 2] };
        var made = Enumerable.Range(0, 3).Select(i => first with { Sop = Uid.New().Value, InstanceNumber = i }).ToList();
        foreach (var instance in made)
            await Archive.StoreAsync(instance);
        await Archive.PublishedAsync();
        string[] packs = [(await Archive.LocateAsync(first)).Select(instance => instance.Place.Object).Distinct().Single()];
        var store = new FailingObjectStore(Objects);
        var seen = new SeenPacks(store, Index);
        Assert.Equal(packs, await seen.OfAsync(packs, default));
        Assert.Equal((1, 0), (store.Requests, store.LookedInto));

        await ExecuteAsync($"delete from instances where sop_uid = '{made[unknown].Sop}'");
        Assert.Empty(await seen.OfAsync(packs, default));
        Assert.Equal(1, store.LookedInto);
    }

    [Fact]
    public async Task A_purge_takes_no_image_along_that_the_index_does_not_know()
    {
        var first = new MadeInstance();
        var second = first with { Sop = Uid.New().Value, InstanceNumber = 2 };
        await Archive.StoreAsync(first);
        await Archive.StoreAsync(second);
        await Archive.PublishedAsync();
        var study = new Uid(first.Study!);
        Assert.Single((await Archive.LocateAsync(first)).Select(instance => instance.Place.Object).Distinct());
        await ExecuteAsync($"delete from instances where sop_uid = '{second.Sop}'"); // the index is half made
        Assert.Equal(PurgeResult.HasUnseen, await PurgeAsync(study));
        Assert.Single(await Archive.LocateAsync(first));

        // it is made to the end, a person looks again, and decides
        await RebuildAsync();
        Assert.Equal(2, (await Archive.LocateAsync(first)).Count);
        Assert.Equal(PurgeResult.Purged, await PurgeAsync(study));
        await MakeDueAsync();
        await Archive.Get<ObjectSweep>().RemoveDueAsync(default);
        Assert.Empty(await NamesAsync());
    }

    [Fact]
    public async Task A_purge_beside_a_pack_that_was_not_looked_into_leaves_it()
    {
        var made = await FillAsync();
        var study = new Uid(made[0].Study!);
        Assert.Empty(await Archive.Get<StudyDeletion>().MarkAsync(study, "tester", "patient's wish", default));
        await MakeDueAsync();
        var packs = await Archive.Get<IDeletionIndex>().PacksAsync(study, default);
        var outcome = await Archive.Get<IDeletionIndex>().PurgeAsync(study, DateTimeOffset.UtcNow, TimeSpan.Zero, [], () => Task.FromResult(true), default);
        Assert.Equal(PurgeResult.Purged, outcome.Result);
        await MakeDueAsync();
        await Archive.Get<ObjectSweep>().RemoveDueAsync(default);
        Assert.Equal(packs, (await SweepAsync(Any)).Unknown);
    }

    [Fact]
    public async Task An_index_restored_from_before_a_pack_was_written_anew_finds_the_new_one()
    {
        var made = await FillAsync();
        using var directory = new TemporaryDirectory();
        await Archive.Get<ArchiveBackup>().WriteAsync(directory.Path, [], BackupImages.None, null, default);
        var old = (await Archive.LocateAsync(made[^1]))[0].Place.Object;
        Assert.True(await Archive.Get<Repacking>().RunAsync(await StoredAsync(Objects, old), default));
        await MakeDueAsync();
        Assert.Equal(1, (await Archive.Get<ObjectSweep>().RemoveDueAsync(default)).Removed);

        await using var other = await Archive.StartAsync(await NewOptionsAsync());
        await other.Get<ArchiveBackup>().RestoreAsync(directory.Path, default);
        await foreach (var progress in other.Get<IndexRebuild>().RunAsync(false, default))
            Assert.Empty(progress.Problems);
        foreach (var instance in await other.LocateAsync(made[^1]))
            Assert.Equal(instance.Length, (await other.ReadFileAsync(instance)).Length);
    }

    [Fact]
    public async Task What_was_received_stays_as_long_as_asked_although_the_rest_of_its_pack_is_still_wanted()
    {
        var first = new MadeInstance { PixelData = new byte[2 << 20] };
        var second = first with { Sop = Uid.New().Value };
        await Archive.StoreAsync(first);
        await Archive.StoreAsync(second);
        await Archive.PublishedAsync();
        var was = (await Archive.LocateAsync(first))[0];
        using var directory = new TemporaryDirectory();
        var recoded = new RecodedFile(was, directory.File("recoded", (first with { Sop = was.SopInstanceUid.Value, PixelData = new byte[64] }).File()));
        Assert.Equal(1, await Archive.Get<InstanceReplacement>().RunAsync(was.StudyInstanceUid, [recoded], TimeSpan.FromDays(14), default));

        Assert.Equal(0, (await SweepAsync(Any)).Repacked);
        Assert.Contains(was.Place.Object, await NamesAsync());
        await MakeDueAsync();
        Assert.Equal((0, 1), await SweepAsync(Any) is var report ? (report.Removed, report.Repacked) : default);
        Assert.Empty(await VerifyAsync());
    }

    [Fact]
    public async Task What_the_index_does_not_know_stays_when_all_that_it_knows_of_a_pack_was_compressed()
    {
        var first = new MadeInstance();
        var second = first with { Sop = Uid.New().Value, InstanceNumber = 2 };
        await Archive.StoreAsync(first);
        await Archive.StoreAsync(second);
        await Archive.PublishedAsync();
        await ExecuteAsync($"delete from instances where sop_uid = '{second.Sop}'"); // the index is half made
        var was = Assert.Single(await Archive.LocateAsync(first));
        using var directory = new TemporaryDirectory();
        var recoded = new RecodedFile(was, directory.File("recoded", (first with { Sop = was.SopInstanceUid.Value, PixelData = new byte[64] }).File()));
        Assert.Equal(1, await Archive.Get<InstanceReplacement>().RunAsync(was.StudyInstanceUid, [recoded], TimeSpan.Zero, default));
        await MakeDueAsync();
        await Archive.Get<ObjectSweep>().RemoveDueAsync(default);
        Assert.Equal([was.Place.Object], (await SweepAsync(Any)).Unknown);
        await RebuildAsync();
        Assert.Equal(2, (await Archive.LocateAsync(first)).Count);
        Assert.Empty(await VerifyAsync());
    }

    [Fact]
    public async Task A_hold_placed_while_a_study_is_being_purged_is_refused_or_keeps_it()
    {
        var study = new Uid((await FillAsync())[0].Study!);
        await using var connection = await Archive.Get<GatewayDatabase>().DataSource.OpenConnectionAsync();
        await using var purge = await connection.BeginTransactionAsync();
        await using (var command = connection.CreateCommand())
        {
            // what a purge does first and last
            command.CommandText = $"update studies set changed_at = changed_at where study_uid = '{study}'; update studies set study_uid = 'gone' where study_uid = '{study}'";
            await command.ExecuteNonQueryAsync();
        }

        var holding = Archive.Get<StudyDeletion>().HoldAsync(study, "case 7", "judge", default);
        await Eventually.IsTrueAsync(async () => holding.IsCompleted || await IsWaitedForAsync());
        await purge.CommitAsync();
        Assert.False(await holding);
    }

    protected override async Task<StorageOptions> NewOptionsAsync() =>
        (await postgres.NewSchemaAsync()) with { Objects = "s3", S3 = _s3, SpoolReserveBytes = 0, Retention = TestRetention.Options };

    protected override Task<StorageOptions> EmptyIndexAsync() => NewOptionsAsync();

    protected override async Task DamageAsync(ObjectPlace place)
    {
        using var client = S3Client.Create(_s3);
        var bytes = await Archive.ReadAsync(await Archive.Get<IObjectStore>().OpenRangeAsync(place.Object, 0, long.MaxValue, default));
        bytes[place.Offset + place.Length - 1] ^= 1;
        using var content = new MemoryStream(bytes);
        await client.PutObjectAsync(new Amazon.S3.Model.PutObjectRequest { BucketName = _s3.Bucket, Key = place.Object, InputStream = content, UseChunkEncoding = false });
    }

    protected override async Task<string?> CopyAsync(KeptBytes bytes)
    {
        var store = Archive.Get<IObjectStore>();
        using var directory = new TemporaryDirectory();
        var content = await Archive.ReadAsync(await store.OpenRangeAsync(bytes.Place.Object, bytes.Place.Offset, bytes.Place.Length, default));
        return (await store.CommitAsync([new StagedFile(bytes.Key, directory.File("copy", content))], default))[0].Object;
    }

    private async Task<PurgeResult> PurgeAsync(Uid study)
    {
        Assert.Empty(await Archive.Get<StudyDeletion>().MarkAsync(study, "tester", "patient's wish", default));
        await MakeDueAsync();
        return Assert.Single(await Archive.Get<StudyDeletion>().PurgeDueAsync(default)).Outcome.Result;
    }

    private Task<SweepReport> SweepAsync(TimeSpan? safeAge) => Archive.Get<ObjectSweep>().RunAsync(safeAge, null, default);

    /// <summary>Somebody waits for the lock that a session of this archive has.</summary>
    private async Task<bool> IsWaitedForAsync()
    {
        await using var command = Archive.Get<GatewayDatabase>().DataSource.CreateCommand(
            "select count(*) from pg_locks l join pg_stat_activity a on a.pid = l.pid where not l.granted and a.query like '%update studies set changed_at%' and a.pid <> pg_backend_pid()");
        return (long)(await command.ExecuteScalarAsync())! > 0;
    }

    private static async Task<StoredObject> StoredAsync(IObjectStore store, string name)
    {
        await foreach (var stored in store.ListAsync(default))
        {
            if (stored.Name == name)
                return stored;
        }

        throw new InvalidOperationException(name);
    }

    /// <summary>An index that takes one batch; then the process is stopped.</summary>
    private sealed class OneBatch(IPublicationIndex inner) : IPublicationIndex
    {
        private bool _isTaken;

        public Task<IReadOnlyList<PublishOutcome>> PublishAsync(IReadOnlyList<InstanceRecord> records, CancellationToken cancellationToken)
        {
            if (_isTaken)
                throw new OperationCanceledException();
            _isTaken = true;
            return inner.PublishAsync(records, cancellationToken);
        }

        public Task KeepAsync(IReadOnlyCollection<string> objects, CancellationToken cancellationToken) => inner.KeepAsync(objects, cancellationToken);
    }
}
