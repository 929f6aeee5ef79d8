using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Recoding;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Maintenance;

/// <summary>Looking after an archive while it is half made, older than its objects, or damaged: nothing that was acknowledged may be lost by it.</summary>
public abstract class KeepingContract : MaintenanceContract
{
    [Fact]
    public async Task What_was_damaged_or_lost_is_whole_again_when_it_comes_again()
    {
        var made = await FillAsync();
        var kept = await BytesAsync();
        await DamageAsync(kept[0].Place);
        await SendAgainAsync(made.Where(instance => instance.Sop == kept[0].SopInstance.Value));
        Assert.Empty(await VerifyAsync());

        var lost = (await BytesAsync())[^1].Place.Object;
        var members = (await BytesAsync()).Where(bytes => bytes.Place.Object == lost).Select(bytes => bytes.SopInstance.Value).ToHashSet();
        await Objects.RemoveAsync(lost, default);
        await SendAgainAsync(made.Where(instance => members.Contains(instance.Sop!)));
        Assert.Empty(await VerifyAsync());
        Assert.Equal(7, kept.Count);

        // and what is superfluous since then goes, nothing else
        await Archive.Get<ObjectSweep>().RunAsync(Any, null, default);
        await MakeDueAsync();
        await Archive.Get<ObjectSweep>().RemoveDueAsync(default);
        Assert.Empty(await VerifyAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_compressed_and_then_damaged_or_lost_is_whole_again_when_the_original_comes_again(bool isLost)
    {
        var made = (await FillAsync())[^1];
        var study = new Uid(made.Study!);
        var others = (await Archive.LocateAsync(made)).Count - 1;
        var was = (await Archive.LocateAsync(made)).Find(instance => instance.SopInstanceUid.Value == made.Sop)!;
        var original = await Archive.ReadFileAsync(was);
        using var directory = new TemporaryDirectory();
        var recoded = new RecodedFile(was, directory.File("recoded", (made with { PixelData = new byte[64] }).File()));
        Assert.Equal(1, await Archive.Get<InstanceReplacement>().RunAsync(study, [recoded], TimeSpan.Zero, default));
        await MakeDueAsync();
        await Archive.Get<ObjectSweep>().RunAsync(Any, null, default);
        await Archive.Get<ObjectSweep>().RemoveDueAsync(default);

        await SendAgainAsync([made]); // whole: the original is superfluous
        var compressed = (await BytesAsync()).Find(bytes => bytes.SopInstance == was.SopInstanceUid)!;
        Assert.NotEqual(was.ObjectKey, compressed.Key);
        if (isLost)
            await Objects.RemoveAsync(compressed.Place.Object, default);
        else
            await DamageAsync(compressed.Place);
        Assert.True(await Archive.Get<StudyDeletion>().HoldAsync(study, "case 7", "judge", default)); // what must stay must also become whole
        await SendAgainAsync([made]);
        var now = (await Archive.LocateAsync(made)).Find(instance => instance.SopInstanceUid.Value == made.Sop)!;
        Assert.Equal((was.ObjectKey, was.TransferSyntaxUid, was.Length), (now.ObjectKey, now.TransferSyntaxUid, now.Length));
        Assert.Equal(original, await Archive.ReadFileAsync(now));
        Assert.Equal(others + 1, (await Archive.LocateAsync(made)).Count);
        Assert.Equal(made.PixelData, (await Archive.Retrieve.ReadFrameAsync(now, (await Archive.Retrieve.FramesAsync(now, default))!, 1, default)).ToArray());
        Assert.Empty(await VerifyAsync());

        // and no sweep takes it for superfluous
        await MakeDueAsync();
        await Archive.Get<ObjectSweep>().RunAsync(Any, null, default);
        await MakeDueAsync();
        await Archive.Get<ObjectSweep>().RemoveDueAsync(default);
        Assert.Empty(await VerifyAsync());
        Assert.Equal(original, await Archive.ReadFileAsync((await Archive.LocateAsync(made)).Find(instance => instance.SopInstanceUid.Value == made.Sop)!));
    }

    [Fact]
    public async Task A_restored_index_remembers_no_intention_to_delete_and_no_half_done_work()
    {
        var made = await FillAsync();
        var name = (await NamesAsync())[0];
        Assert.Empty(await Archive.Get<StudyDeletion>().MarkAsync(new Uid(made[0].Study!), "tester", "patient's wish", default));
        await MakeDueAsync();
        await Index.RemoveLaterAsync([name], DateTimeOffset.UnixEpoch, default);
        await Index.SaveProgressAsync("rebuild-index", "zz", default);
        using var directory = new TemporaryDirectory();
        await Archive.Get<ArchiveBackup>().WriteAsync(directory.Path, [], BackupImages.None, null, default);

        // after the backup the study was kept and the object came again: the older index does not know
        await using var other = await Archive.StartAsync(await NewOptionsAsync());
        await other.Get<ArchiveBackup>().RestoreAsync(directory.Path, default);
        Assert.Empty(await other.Get<StudyDeletion>().PurgeDueAsync(default));
        Assert.NotEmpty(await other.LocateAsync(made[0]));
        Assert.Empty(await other.Get<IMaintenanceIndex>().PendingRemovalsAsync([name], default));
        Assert.Null(await other.Get<IMaintenanceIndex>().ProgressAsync("rebuild-index", default));
    }

    [Fact]
    public async Task A_backup_that_is_broken_off_leaves_the_one_before_whole()
    {
        var made = await FillAsync();
        using var directory = new TemporaryDirectory();
        var backup = Archive.Get<ArchiveBackup>();
        await backup.WriteAsync(directory.Path, [], BackupImages.None, null, default);
        await Archive.StoreAsync(new MadeInstance());
        await Archive.PublishedAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => backup.WriteAsync(directory.Path, Interrupted(), BackupImages.None, null, default));
        await using var other = await Archive.StartAsync(await NewOptionsAsync());
        await other.Get<ArchiveBackup>().RestoreAsync(directory.Path, default);
        Assert.Equal(7, await other.Get<IMaintenanceIndex>().CountBytesAsync(0, default));
        Assert.NotEmpty(await other.LocateAsync(made[0]));

        // the next one that is finished is all that is left
        await backup.WriteAsync(directory.Path, [], BackupImages.None, null, default);
        Assert.Equal(["backup.json", "run-"], Directory.EnumerateFileSystemEntries(directory.Path).Select(path => Path.GetFileName(path)).Select(name => name.StartsWith("run-", StringComparison.Ordinal) ? "run-" : name).Order(StringComparer.Ordinal));

        static IEnumerable<string> Interrupted()
        {
            yield return "there is no such file";
            throw new TimeoutException();
        }
    }

    [Fact]
    public async Task A_damaged_backup_is_refused_before_anything_is_restored()
    {
        await FillAsync();
        using var directory = new TemporaryDirectory();
        await Archive.Get<ArchiveBackup>().WriteAsync(directory.Path, [], BackupImages.None, null, default);
        var manifest = Path.Combine(directory.Path, "backup.json");
        var text = await File.ReadAllTextAsync(manifest);
        var rows = text.IndexOf("\"Name\": \"studies\"", StringComparison.Ordinal);
        var hash = text.IndexOf("\"Sha256\": \"", rows, StringComparison.Ordinal) + "\"Sha256\": \"".Length;
        await File.WriteAllTextAsync(manifest, text.Remove(hash, 1).Insert(hash, text[hash] == '0' ? "1" : "0")); // the rows are no longer those that were saved
        await using var other = await Archive.StartAsync(await NewOptionsAsync());
        var refusal = await Assert.ThrowsAsync<IOException>(() => other.Get<ArchiveBackup>().RestoreAsync(directory.Path, default));
        Assert.Contains("(studies)", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, await other.Get<IMaintenanceIndex>().CountBytesAsync(0, default));
    }

    [Fact]
    public async Task Images_that_appear_after_the_mark_stop_the_purge_although_they_were_received_before_it()
    {
        var made = await FillAsync();
        var study = new Uid(made[0].Study!);
        var deletion = Archive.Get<StudyDeletion>();
        Assert.Empty(await deletion.MarkAsync(study, "tester", "patient's wish", default));
        await ExecuteAsync("update study_deletions set marked_at = marked_at + 3600000"); // a node's spool held them so long, or its clock is behind
        await Archive.StoreAsync(made[0] with { Sop = Uid.New().Value });
        await Archive.PublishedAsync();
        await MakeDueAsync();
        Assert.Equal(PurgeResult.HasGrown, Assert.Single(await deletion.PurgeDueAsync(default)).Outcome.Result);
        Assert.Equal(2, (await Archive.LocateAsync(made[0])).Count);

        // a person looks again, and decides
        Assert.Empty(await deletion.MarkAsync(study, "tester", "patient's wish", default));
        await MakeDueAsync();
        Assert.Equal(PurgeResult.Purged, Assert.Single(await deletion.PurgeDueAsync(default)).Outcome.Result);
    }

    [Fact]
    public async Task What_is_needed_at_the_last_moment_is_not_purged()
    {
        var made = await FillAsync();
        var study = new Uid(made[0].Study!);
        var guard = new LateGuard { Silent = 2 }; // when it is marked and when the purge begins nobody needs it
        var deletion = new StudyDeletion(
            Archive.Get<IDeletionIndex>(), Archive.Get<SeenPacks>(), [guard], [], Archive.Get<IAuditTrail>(), Archive.Get<RetentionOptions>(), TimeProvider.System);
        Assert.Empty(await deletion.MarkAsync(study, "tester", "patient's wish", default));
        await MakeDueAsync();
        Assert.Equal(PurgeResult.NotAllowed, Assert.Single(await deletion.PurgeDueAsync(default)).Outcome.Result);
        Assert.NotEmpty(await Archive.LocateAsync(made[0]));
        Assert.Null((await Archive.Get<IDeletionIndex>().FindAsync(study, default))!.Marked); // a person decides again
        await Eventually.IsTrueAsync(async () => (await Archive.Get<IAuditTrail>().ReadAsync(study, null, 100, default)).Any(line => line.Detail?.Text == "not purged: pinned"));
    }

    [Fact]
    public async Task A_hold_on_a_study_that_is_not_there_says_so()
    {
        Assert.False(await Archive.Get<StudyDeletion>().HoldAsync(Uid.New(), "case 7", "judge", default));
        Assert.True(await Archive.Get<StudyDeletion>().HoldAsync(new Uid((await FillAsync())[0].Study!), "case 7", "judge", default));
    }

    private async Task SendAgainAsync(IEnumerable<MadeInstance> instances)
    {
        foreach (var instance in instances)
            Assert.IsType<IngestOutcome.Stored>(await Archive.StoreAsync(instance));
        await Archive.PublishedAsync();
    }

    /// <summary>Needs every study, but says so only after a number of questions.</summary>
    private sealed class LateGuard : IDeletionGuard
    {
        public required int Silent { get; set; }

        public Task<string?> ReasonToKeepAsync(Uid studyInstanceUid, CancellationToken cancellationToken) => Task.FromResult(Silent-- > 0 ? null : "pinned");
    }
}
