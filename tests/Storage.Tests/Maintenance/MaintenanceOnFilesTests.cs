using System.Security.Cryptography;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Maintenance.Exporting;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Recoding;
using ImagingGateway.Storage.Tests.Ingest;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Maintenance;

/// <summary>On SQLite and files.</summary>
public sealed class MaintenanceOnFilesTests : KeepingContract
{
    [Fact]
    public async Task A_rebuild_that_is_interrupted_after_every_study_leaves_none_out()
    {
        // studies side by side in one directory, whose order is the file system's
        var studies = Enumerable.Range(1, 20_000).Select(i => new Uid($"1.2.3.{i}")).Where(uid => ObjectKey.Of(uid, uid, uid, new string('0', 64)).StartsWith("00/", StringComparison.Ordinal)).Take(12).ToList();
        foreach (var study in studies)
            await Archive.StoreAsync(new MadeInstance { Study = study.Value });
        await Archive.PublishedAsync();
        await ForgetIndexAsync();
        for (var finished = false; !finished;)
        {
            var told = 0;
            await foreach (var progress in Archive.Get<IndexRebuild>().RunAsync(false, default))
            {
                if (++told == 2)
                    break; // the first is remembered
            }

            finished = told < 2;
        }

        Assert.Equal(studies.Count, await Index.CountBytesAsync(0, default));
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_and_does_not_stop_the_rest()
    {
        await FillAsync();
        var bad = (await BytesAsync())[0];
        var file = Path.Combine(Archive.Data, "objects", bad.Place.Object);
        File.Delete(file);
        File.CreateSymbolicLink(file, file); // an input/output error to whoever opens it
        Assert.Equal([(bad.SopInstance, BytesState.Damaged)], await VerifyAsync());

        await ForgetIndexAsync();
        var problems = new List<string>();
        await foreach (var progress in Archive.Get<IndexRebuild>().RunAsync(false, default))
            problems.AddRange(progress.Problems);
        Assert.Contains(bad.Key, Assert.Single(problems), StringComparison.Ordinal);
        Assert.Equal(6, await Index.CountBytesAsync(0, default));
    }

    [Fact]
    public async Task What_is_deleted_while_a_backup_copies_does_not_end_it()
    {
        FailingObjectStore? store = null;
        await using var archive = await Archive.StartAsync(await NewOptionsAsync(), inner => store = new FailingObjectStore(inner));
        var first = new MadeInstance();
        foreach (var i in Enumerable.Range(1, 20))
            await archive.StoreAsync(first with { Sop = Uid.New().Value, InstanceNumber = i });
        await archive.PublishedAsync();
        store!.Delivers = content =>
        {
            foreach (var file in archive.Objects())
                File.Delete(file); // what is open can still be read
            return content;
        };
        using var directory = new TemporaryDirectory();
        var report = await archive.Get<ArchiveBackup>().WriteAsync(directory.Path, [], BackupImages.All, null, default);
        Assert.InRange(report.Objects, 0, 19);
        Assert.True(File.Exists(Path.Combine(directory.Path, "backup.json")));
    }

    [Fact]
    public async Task A_copy_that_the_backups_disk_damaged_is_found_and_made_anew()
    {
        await FillAsync();
        using var directory = new TemporaryDirectory();
        var backup = Archive.Get<ArchiveBackup>();
        Assert.Equal(7, (await backup.WriteAsync(directory.Path, [], BackupImages.All, null, default)).Objects);
        var name = (await BytesAsync())[0].Place.Object;
        var (copy, image) = (Path.Combine(directory.Path, "objects", name), await File.ReadAllBytesAsync(Path.Combine(Archive.Data, "objects", name)));
        await FlipAsync(copy);

        Assert.Equal(0, (await backup.WriteAsync(directory.Path, [], BackupImages.New, null, default)).Objects); // it was said not to look
        var report = await backup.WriteAsync(directory.Path, [], BackupImages.All, null, default);
        Assert.Equal((1, 0), (report.Objects, report.Damaged.Count));
        Assert.Equal(image, await File.ReadAllBytesAsync(copy));
    }

    [Fact]
    public async Task A_backup_or_export_that_its_disk_does_not_take_leaves_nothing_half_and_the_backup_before_whole()
    {
        using var disk = new DiskToFill();
        if (disk.Reserve > 1 << 20)
            return; // a directory on the disk there is: that one is not filled
        var made = new MadeInstance { PixelData = new byte[200_000] };
        await Archive.StoreAsync(made);
        await Archive.PublishedAsync();
        var directory = Path.Combine(disk.Path, "backup");
        var backup = Archive.Get<ArchiveBackup>();
        Directory.CreateDirectory(Path.Combine(directory, "run-20200101T000000000Z", "index")); // of a run that was killed
        await backup.WriteAsync(directory, [], BackupImages.All, null, default);
        await Archive.StoreAsync(made with { Sop = Uid.New().Value, PixelData = [.. new byte[200_000], 1, 2, 3, 4] });
        await Archive.PublishedAsync();
        string[] before = [.. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Directory.CreateDirectory(Path.Combine(directory, "run-20200101T000000001Z", "index"));
        disk.Fill();

        await Assert.ThrowsAnyAsync<Exception>(() => backup.WriteAsync(directory, [], BackupImages.All, null, default));
        var disc = Path.Combine(disk.Path, "disc");
        await Assert.ThrowsAsync<IOException>(() => Archive.Get<StudyExport>().RunAsync(new[] { new Uid(made.Study!) }.ToAsyncEnumerable(), disc, true, "tester", null, default));
        Assert.Empty(Directory.EnumerateFiles(disc, "*", SearchOption.AllDirectories));
        Assert.Equal(before, Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
        Assert.Single(Directory.EnumerateDirectories(directory, "run-*"));

        disk.Free();
        Assert.Equal(1, (await backup.WriteAsync(directory, [], BackupImages.All, null, default)).Objects);
        await using var other = await Archive.StartAsync(new StorageOptions { SpoolReserveBytes = 0 });
        Assert.Empty((await other.Get<ArchiveBackup>().RestoreAsync(directory, default)).Damaged);
    }

    [Fact]
    public async Task An_image_damaged_before_the_backup_is_told_and_does_not_take_the_place_of_a_whole_copy()
    {
        await FillAsync();
        var (early, late) = ((await BytesAsync())[0].Place, (await BytesAsync())[1].Place);
        using var directory = new TemporaryDirectory();
        var backup = Archive.Get<ArchiveBackup>();
        await DamageAsync(early);
        Assert.Equal([early.Object], (await backup.WriteAsync(directory.Path, [], BackupImages.All, null, default)).Damaged);
        await DamageAsync(late);
        Assert.Equal([early.Object], (await backup.WriteAsync(directory.Path, [], BackupImages.All, null, default)).Damaged);

        await using var other = await Archive.StartAsync(await NewOptionsAsync());
        var restored = await other.Get<ArchiveBackup>().RestoreAsync(directory.Path, default);
        Assert.Equal(7, restored.Objects);
        Assert.Equal([early.Object], restored.Damaged);
    }

    [Fact]
    public async Task A_compressed_file_whose_removal_was_due_stays_once_it_is_to_be_named()
    {
        FailingObjectStore? store = null;
        await using var archive = await Archive.StartAsync(await NewOptionsAsync(), inner => store = new FailingObjectStore(inner));
        var made = new MadeInstance();
        await archive.StoreAsync(made);
        await archive.PublishedAsync();
        var was = Assert.Single(await archive.LocateAsync(made));
        using var directory = new TemporaryDirectory();
        var file = (made with { PixelData = new byte[64] }).File();
        var recoded = new RecodedFile(was, directory.File("recoded", file));

        // an earlier run was killed before the index named its file, and a sweep wrote down that it shall go
        await archive.Get<IMaintenanceIndex>().RemoveLaterAsync(
            [ObjectKey.Of(was.StudyInstanceUid, was.SeriesInstanceUid, was.SopInstanceUid, Convert.ToHexStringLower(SHA256.HashData(file)))], DateTimeOffset.UnixEpoch, default);
        store!.Committed = () => archive.Get<ObjectSweep>().RemoveDueAsync(default);
        Assert.Equal(1, await archive.Get<InstanceReplacement>().RunAsync(was.StudyInstanceUid, [recoded], TimeSpan.FromDays(14), default));
        Assert.Equal(file, await archive.ReadFileAsync(Assert.Single(await archive.LocateAsync(made))));
    }

    [Fact]
    public async Task One_object_that_cannot_be_removed_does_not_keep_the_others()
    {
        FailingObjectStore? store = null;
        await using var archive = await Archive.StartAsync(await NewOptionsAsync(), inner => store = new FailingObjectStore(inner));
        string[] names = [.. Enumerable.Range(0, 5).Select(_ => ObjectKey.Of(Uid.New(), Uid.New(), Uid.New(), new string('a', 64)))];
        var (index, sweep) = (archive.Get<IMaintenanceIndex>(), archive.Get<ObjectSweep>());
        await index.RemoveLaterAsync(names, DateTimeOffset.UnixEpoch, default);

        store!.Keeps = name => name == names[0] ? new IOException("held") : null;
        var report = await sweep.RunAsync(Any, null, default);
        Assert.Equal((4, "held"), (report.Removed, report.Failure));
        Assert.Equal([names[0]], report.Failed);
        Assert.Equal([names[0]], await index.DueRemovalsAsync(DateTimeOffset.UtcNow, 10, default));
        store.Keeps = null;
        Assert.Equal(1, (await sweep.RemoveDueAsync(default)).Removed);

        // a store that is away is not asked for every object
        await index.RemoveLaterAsync(names, DateTimeOffset.UnixEpoch, default);
        store.Keeps = _ => new IOException("away");
        await Assert.ThrowsAsync<IOException>(() => sweep.RemoveDueAsync(default));
        Assert.Equal(names.Length, (await index.DueRemovalsAsync(DateTimeOffset.UtcNow, 10, default)).Count);
    }

    protected override Task<StorageOptions> NewOptionsAsync() => Task.FromResult(new StorageOptions { SpoolReserveBytes = 0, Retention = TestRetention.Options });

    protected override async Task<StorageOptions> EmptyIndexAsync()
    {
        await Archive.StopAsync();
        Directory.Delete(Path.Combine(Archive.Data, "index"), recursive: true);
        return Archive.Options;
    }

    protected override Task DamageAsync(ObjectPlace place) => FlipAsync(Path.Combine(Archive.Data, "objects", place.Object));

    private static async Task FlipAsync(string file)
    {
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
    }

    protected override Task<string?> CopyAsync(KeptBytes bytes) => Task.FromResult<string?>(null); // a key has one file
}
