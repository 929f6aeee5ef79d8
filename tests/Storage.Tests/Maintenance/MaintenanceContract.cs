using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Maintenance;

/// <summary>Looking after an archive: run on SQLite with files, and on PostgreSQL with S3.</summary>
public abstract class MaintenanceContract : IAsyncLifetime
{
    private static readonly InstanceSource Web = new(IngestOrigin.StowRs, null, null, "192.0.2.9", "bác sĩ An");
    /// <summary>Every object is old enough to be judged.</summary>
    protected static readonly TimeSpan Any = TimeSpan.FromDays(-1);

    protected Archive Archive { get; private set; } = null!;

    protected IMaintenanceIndex Index => Archive.Get<IMaintenanceIndex>();

    protected IObjectStore Objects => Archive.Get<IObjectStore>();

    public async Task InitializeAsync() => Archive = await Archive.StartAsync(await NewOptionsAsync());

    public async Task DisposeAsync() => await Archive.DisposeAsync();

    /// <summary>Settings with an empty index and an empty store.</summary>
    protected abstract Task<StorageOptions> NewOptionsAsync();

    [Fact]
    public async Task The_index_made_again_from_the_objects_is_the_one_that_was()
    {
        var made = await FillAsync();
        await Archive.StoreAsync(made[0] with { PixelData = new byte[64] }, source: Web); // a version
        var late = made[^1] with { Sop = Uid.New().Value, InstanceNumber = 99 };
        await Archive.StoreAsync(late, source: Web); // late, from elsewhere
        await Archive.StoreAsync(new MadeInstance(), source: Web);
        await Archive.PublishedAsync();
        Assert.Equal(3, await CountAsync("select count(distinct coalesce(calling_ae, user_name)) + count(distinct origin) - 1 from instances"));
        var before = await ContentAsync();
        await ForgetIndexAsync();
        Assert.Empty(await Archive.LocateAsync(made[0]));

        var last = await RebuildAsync();
        Assert.Equal((4, 10), (last.Studies, last.Added));
        Assert.Equal(before, await ContentAsync());
        foreach (var instance in made.Append(late))
            Assert.Contains(await FilesAsync(instance), file => file.AsSpan().EndsWith(instance.DataSet()));

        // again: nothing new
        Assert.Equal((4, 0, 10), await RebuildAsync() is var again ? (again.Studies, again.Added, again.Present) : default);
    }

    [Fact]
    public async Task An_interrupted_rebuild_goes_on()
    {
        await FillAsync();
        await ForgetIndexAsync();
        var told = 0;
        await foreach (var progress in Archive.Get<IndexRebuild>().RunAsync(false, default))
        {
            if (++told == 2)
                break;
        }

        Assert.Equal(2, (await RebuildAsync()).Studies); // the first was remembered; the second was told but not yet remembered
        Assert.Equal(7, await Index.CountBytesAsync(0, default));
    }

    [Fact]
    public async Task Verification_finds_what_is_damaged_or_missing_and_only_that()
    {
        var made = await FillAsync();
        Assert.Empty(await VerifyAsync());
        var kept = await BytesAsync();
        await DamageAsync(kept[0].Place);
        Assert.Equal([(kept[0].SopInstance, BytesState.Damaged)], await VerifyAsync());
        await Objects.RemoveAsync(kept[0].Place.Object, default);
        var missing = await VerifyAsync();
        Assert.Contains((kept[0].SopInstance, BytesState.Missing), missing);
        Assert.Equal(kept.Count(bytes => bytes.Place.Object == kept[0].Place.Object), missing.Count);
        Assert.Equal(7, made.Count);
    }

    [Fact]
    public async Task A_sweep_removes_a_superfluous_object_only_after_its_grace_and_never_what_the_index_expects()
    {
        await FillAsync();
        var kept = await BytesAsync();
        var expected = await NamesAsync();
        var copy = await CopyAsync(kept[0]);
        var sweep = Archive.Get<ObjectSweep>();

        var report = await sweep.RunAsync(null, null, default);
        Assert.Equal((0, 0), (report.Superfluous, report.Unknown.Count)); // too young to be judged
        report = await sweep.RunAsync(Any, null, default);
        Assert.Equal(copy is null ? 0 : 1, report.Superfluous);
        await MakeDueAsync();
        await sweep.RemoveDueAsync(default);
        Assert.Equal(expected, await NamesAsync());
        Assert.Empty(await VerifyAsync());
    }

    [Fact]
    public async Task A_sweep_leaves_what_the_index_does_not_know_and_says_so()
    {
        var made = await FillAsync();
        var names = await NamesAsync();
        await ForgetIndexAsync();
        var report = await Archive.Get<ObjectSweep>().RunAsync(Any, null, default);
        Assert.Equal(names, report.Unknown.Order(StringComparer.Ordinal));
        await Archive.Get<ObjectSweep>().RunAsync(Any, null, default);
        Assert.Equal(names, await NamesAsync());
        Assert.Equal(7, made.Count);
    }

    [Fact]
    public async Task A_removal_taken_back_or_named_again_does_not_happen()
    {
        await FillAsync();
        var names = await NamesAsync();
        await Index.RemoveLaterAsync(names, DateTimeOffset.UnixEpoch, default);
        Assert.Equal(0, (await Archive.Get<ObjectSweep>().RemoveDueAsync(default)).Removed); // the index expects them
        await Index.RemoveLaterAsync(["never"], DateTimeOffset.UnixEpoch, default);
        await Archive.Get<IPublicationIndex>().KeepAsync(["never"], default);
        Assert.Empty(await Index.DueRemovalsAsync(DateTimeOffset.UtcNow, 10, default));
        Assert.Equal(names, await NamesAsync());
    }

    [Fact]
    public async Task A_study_is_marked_then_purged_and_nothing_of_it_is_left()
    {
        var made = await FillAsync();
        var study = new Uid(made[0].Study!);
        await Archive.StoreAsync(made[0] with { PixelData = new byte[64] }); // a version goes along
        await Archive.PublishedAsync();
        var deletion = Archive.Get<StudyDeletion>();
        Assert.Empty(await deletion.MarkAsync(study, "tester", "patient's wish", default));
        Assert.NotEmpty(await Archive.LocateAsync(made[0])); // still visible
        await MakeDueAsync();

        var (purged, outcome) = Assert.Single(await deletion.PurgeDueAsync(default));
        Assert.Equal((study, PurgeResult.Purged), (purged, outcome.Result));
        Assert.Empty(outcome.PacksToRewrite);
        Assert.Equal(2, outcome.ObjectKeys.Count);
        Assert.Empty(await Archive.LocateAsync(made[0]));
        Assert.Null(await Archive.Studies.FindAsync(study, default));
        await MakeDueAsync();
        await Archive.Get<ObjectSweep>().RemoveDueAsync(default);
        var prefix = ObjectKey.StudyOf(ObjectKey.Of(study, study, study, new string('0', 64)));
        Assert.DoesNotContain(await NamesAsync(), name => ObjectKey.StudyOf(name) == prefix);
        Assert.Empty(await VerifyAsync());
        Assert.Equal(0, await CountAsync("select count(*) from instance_versions"));
        Assert.Equal(2, await CountAsync("select count(*) from studies"));

        // it may come again
        Assert.IsType<IngestOutcome.Stored>(await Archive.StoreAsync(made[0]));
        await Archive.PublishedAsync();
        Assert.Equal(made[0].DataSet(), (await FilesAsync(made[0]))[0][^made[0].DataSet().Length..]);
    }

    [Fact]
    public async Task Hold_age_and_guards_keep_a_study_and_every_refusal_is_audited()
    {
        var made = await FillAsync();
        var study = new Uid(made[0].Study!);
        var deletion = Archive.Get<StudyDeletion>();
        await deletion.HoldAsync(study, "case 7", "judge", default);
        Assert.Contains("case 7", Assert.Single(await deletion.MarkAsync(study, "tester", "no", default)), StringComparison.Ordinal);
        await deletion.HoldAsync(study, null, "judge", default);
        await deletion.ClassifyAsync(study, "long", "tester", default);
        Assert.Contains("must be kept until", Assert.Single(await deletion.MarkAsync(study, "tester", "no", default)), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => deletion.ClassifyAsync(study, "eternal", "tester", default));
        await deletion.ClassifyAsync(study, "standard", "tester", default);

        // a hold placed after the mark still holds
        Assert.Empty(await deletion.MarkAsync(study, "tester", "yes", default));
        await deletion.HoldAsync(study, "case 8", "judge", default);
        await MakeDueAsync();
        Assert.Equal(PurgeResult.NotAllowed, Assert.Single(await deletion.PurgeDueAsync(default)).Outcome.Result);
        Assert.NotEmpty(await Archive.LocateAsync(made[0]));
        await deletion.HoldAsync(study, null, "judge", default);

        // and what arrived after the mark stops it
        Assert.Empty(await deletion.MarkAsync(study, "tester", "yes", default));
        await Archive.StoreAsync(made[0] with { Sop = Uid.New().Value });
        await Archive.PublishedAsync();
        await MakeDueAsync();
        Assert.Equal(PurgeResult.HasGrown, Assert.Single(await deletion.PurgeDueAsync(default)).Outcome.Result);

        var guarded = new StudyDeletion(Archive.Get<IDeletionIndex>(), Archive.Get<SeenPacks>(), [new Guard()], [], Archive.Get<IAuditTrail>(), Archive.Get<RetentionOptions>(), TimeProvider.System);
        Assert.Equal(["pinned"], await guarded.MarkAsync(study, "tester", "no", default));
        await Eventually.IsTrueAsync(async () => // lines are written a moment later
            (await Archive.Get<IAuditTrail>().ReadAsync(study, null, 100, default)).Count(line => line is { Action: AuditAction.Delete, Outcome: AuditOutcome.Refused }) == 5);
    }

    [Fact]
    public async Task A_backup_is_restored_for_a_test_and_again_into_an_empty_archive()
    {
        var made = await FillAsync();
        var before = await ContentAsync();
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(Path.Combine(Archive.Data, "keys"));
        await File.WriteAllTextAsync(Path.Combine(Archive.Data, "keys", "one.xml"), "secret");
        await Archive.Get<IAuditTrail>().AppendAsync(new AuditEvent(DateTimeOffset.UtcNow, AuditAction.Query, "tester", null, new Uid(made[0].Study!), null, AuditOutcome.Success, AuditForms.HoldPlaced.With("tab\there\\ and\nline")), default);
        var report = await Archive.Get<ArchiveBackup>().WriteAsync(directory.Path, [], Archive.Options.Objects == "files" ? BackupImages.All : BackupImages.None, null, default);
        Assert.InRange(report.Rows, 20, long.MaxValue);
        Assert.Equal((Archive.Options.Objects == "files" ? 7 : 0, 0), (report.Objects, report.Waiting));

        await using var other = await Archive.StartAsync(await NewOptionsAsync());
        await other.Get<ArchiveBackup>().RestoreAsync(directory.Path, default);
        Assert.Equal(before, await ContentAsync(other));
        Assert.Equal("secret", await File.ReadAllTextAsync(Path.Combine(other.Data, "keys", "one.xml")));
        var found = (await other.LocateAsync(RetrieveScope.Study(new Uid(made[0].Study!))))[0];
        Assert.NotEmpty(await other.ReadFileAsync(found));

        // it goes on working, and is not restored into twice
        await other.StoreAsync(new MadeInstance());
        await other.PublishedAsync();
        var refusal = await Assert.ThrowsAsync<IOException>(() => other.Get<ArchiveBackup>().RestoreAsync(directory.Path, default));
        Assert.Contains("not empty", refusal.Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(directory.Path, "backup.json"));
        await Assert.ThrowsAsync<IOException>(() => other.Get<ArchiveBackup>().RestoreAsync(directory.Path, default));
    }

    /// <summary>Options of <see cref="NewOptionsAsync"/> for the same objects with an empty index.</summary>
    protected abstract Task<StorageOptions> EmptyIndexAsync();

    /// <summary>Changes a byte of stored content.</summary>
    protected abstract Task DamageAsync(ObjectPlace place);

    /// <summary>A second object with the same instance; null where the store cannot have one.</summary>
    protected abstract Task<string?> CopyAsync(KeptBytes bytes);

    protected async Task<List<KeptBytes>> BytesAsync()
    {
        var kept = new List<KeptBytes>();
        await foreach (var bytes in Index.BytesAsync(0, default))
            kept.Add(bytes);
        return kept;
    }

    protected async Task ForgetIndexAsync()
    {
        Archive.Options = await EmptyIndexAsync() with { Data = Archive.Data };
        await Archive.StartAgainAsync();
    }

    protected async Task<List<string>> NamesAsync()
    {
        var names = new List<string>();
        await foreach (var stored in Objects.ListAsync(default))
            names.Add(stored.Name);
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    protected async Task<List<(Uid SopInstance, BytesState State)>> VerifyAsync()
    {
        var found = new List<(Uid, BytesState)>();
        await foreach (var progress in Archive.Get<ArchiveVerification>().RunAsync(false, 2, default))
            found.AddRange(progress.Found.Select(one => (one.Bytes.SopInstance, one.State)));
        var report = await Archive.Get<ArchiveVerification>().LatestAsync(default);
        Assert.Equal((true, (long)found.Count), (report!.IsFinished, report.Faults));
        return found;
    }

    /// <summary>Three studies, seven instances.</summary>
    protected async Task<List<MadeInstance>> FillAsync()
    {
        var made = new List<MadeInstance>();
        for (var study = 0; study < 3; study++)
        {
            var first = new MadeInstance();
            made.AddRange(Enumerable.Range(1, study + 1 + (study / 2)).Select(i => first with { Sop = Uid.New().Value, InstanceNumber = i, PixelData = [.. BitConverter.GetBytes(i), .. new byte[3000 + i]] }));
        }

        foreach (var instance in made)
            Assert.IsType<IngestOutcome.Stored>(await Archive.StoreAsync(instance));
        await Archive.PublishedAsync();
        return made;
    }

    protected async Task<RebuildProgress> RebuildAsync(bool mayHaveProblems = false)
    {
        var last = new RebuildProgress(0, 0, 0, []);
        await foreach (var progress in Archive.Get<IndexRebuild>().RunAsync(false, default))
        {
            Assert.True(mayHaveProblems || progress.Problems.Count == 0, string.Join(' ', progress.Problems));
            last = progress;
        }

        return last;
    }

    private async Task<List<byte[]>> FilesAsync(MadeInstance instance)
    {
        var files = new List<byte[]>();
        foreach (var found in await Archive.LocateAsync(instance))
            files.Add(await Archive.ReadFileAsync(found));
        return files;
    }

    protected async Task MakeDueAsync()
    {
        await ExecuteAsync("update removals set due_at = 0");
        await ExecuteAsync("update study_deletions set purge_at = 0");
    }

    protected async Task ExecuteAsync(string sql)
    {
        await using var command = Archive.Get<GatewayDatabase>().DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = Archive.Get<GatewayDatabase>().DataSource.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private Task<List<string>> ContentAsync() => ContentAsync(Archive);

    /// <summary>Everything the objects can tell, without row ids.</summary>
    private async Task<List<string>> ContentAsync(Archive archive)
    {
        string[] queries =
        [
            """
            select t.study_uid, s.series_uid, i.sop_uid, i.sop_class_uid, i.transfer_syntax_uid, i.instance_number, i.frames, i.object_key, i.length, i.data_set_offset, i.sha256,
                i.pixel_sha256, i.is_truncated, i.received_at, p.object_name, i.pack_offset, h.metadata, h.frame_index, h.bulk_data, i.origin, i.calling_ae, i.called_ae, i.remote_address, i.user_name
            from instances i join series s on s.id = i.series_key join studies t on t.id = s.study_key join instance_headers h on h.instance_key = i.id left join packs p on p.id = i.pack_key
            """,
            "select study_uid, sort_key, study_date, accession, patient_name, modalities, sop_classes, series_count, instance_count, bytes, pending_versions, received_at, attributes from studies",
            "select study_uid, series_uid, sop_uid, object_key, length, sha256, received_at, origin, calling_ae, called_ae, remote_address, user_name from instance_versions",
            "select patient_id, name_key, birth_date, sex from patients",
            "select w.kind, w.word, t.study_uid from postings p join terms w on w.id = p.term_key join studies t on t.id = p.study_key",
        ];
        var content = new List<string>();
        foreach (var query in queries)
        {
            await using var command = archive.Get<GatewayDatabase>().DataSource.CreateCommand(query);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                content.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "-" : reader.GetValue(i) is byte[] bytes
                    ? Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes)) : Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))));
            }
        }

        content.Sort(StringComparer.Ordinal);
        return content;
    }

    private sealed class Guard : IDeletionGuard
    {
        public Task<string?> ReasonToKeepAsync(Uid studyInstanceUid, CancellationToken cancellationToken) => Task.FromResult<string?>("pinned");
    }
}
