using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Objects.Files;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Objects;

public sealed class FileObjectStoreTests : ObjectStoreContract
{
    private static readonly string Key = ObjectKey.Of(Uid.New(), Uid.New(), Uid.New(), new string('a', 64));
    private readonly TemporaryDirectory _directory = new();
    private readonly TemporaryDirectory _other = new();

    public FileObjectStoreTests() => Store = new FileObjectStore(Path.Combine(_directory.Path, "objects"));

    protected override IObjectStore Store { get; }

    [Fact]
    public async Task A_torn_copy_left_by_a_crash_is_replaced()
    {
        var path = Path.Combine(_directory.Path, "objects", Key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, new byte[10]);
        await Store.CommitAsync([new StagedFile(Key, _other.File("whole", new byte[20]))], default);
        Assert.Equal(20, new FileInfo(path).Length);
    }

    [RootTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Directories_that_a_process_made_before_it_was_killed_are_durable_with_what_is_put_into_them(bool hasJournal)
    {
        await using var disk = new DiskToCut(hasJournal);
        if (!disk.IsReal)
            return; // no volume can be mounted here
        var root = Path.Combine(disk.Path, "objects");
        _ = new FileObjectStore(root);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, Key))!);
        var staged = Path.Combine(disk.Path, "staged");
        await using (var file = File.Create(staged))
        {
            file.Write(new byte[1000]);
            DurableFile.Flush(file);
        }

        await new FileObjectStore(root).CommitAsync([new StagedFile(Key, staged)], default);
        disk.Cut();
        await disk.ReturnAsync();
        Assert.Equal(1000, new FileInfo(Path.Combine(root, Key)).Length);
    }

    [Fact]
    public async Task A_spool_on_another_volume_is_copied()
    {
        // /dev/shm is a volume of its own on every Linux machine
        var elsewhere = Path.Combine("/dev/shm", $"storage-tests-{Guid.NewGuid():n}");
        await File.WriteAllBytesAsync(elsewhere, new byte[12345]);
        try
        {
            await Store.CommitAsync([new StagedFile(Key, elsewhere)], default);
        }
        finally
        {
            File.Delete(elsewhere);
        }

        await using var content = await Store.OpenRangeAsync(Key, 0, long.MaxValue, default);
        Assert.Equal(12345, content.Length);
        Assert.Single(Directory.EnumerateFiles(Path.Combine(_directory.Path, "objects"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Who_sent_an_instance_is_told_and_nothing_is_said_of_what_was_there_before_that_was_kept()
    {
        InstanceSource ct = new(IngestOrigin.Dimse, AETitle.Parse("CT1"), AETitle.Parse("GATEWAY"), "192.0.2.7", null), web = new(IngestOrigin.StowRs, null, null, null, "an");
        var (study, series) = (Uid.New(), Uid.New());
        StagedFile Staged(char content, InstanceSource? source) =>
            new(ObjectKey.Of(study, series, Uid.New(), new string(content, 64)), _other.File(content.ToString(), [(byte)content])) { Source = source };
        var (first, second, late) = (Staged('1', ct), Staged('2', ct), Staged('3', web));
        await Store.CommitAsync([first, second], default);
        await Store.CommitAsync([late, first with { Source = web }], default);
        var again = new FileObjectStore(Path.Combine(_directory.Path, "objects"));
        Assert.Equal((ct, ct, web), (await SourceAsync(first), await SourceAsync(second), await SourceAsync(late)));

        // removed, it may come from elsewhere
        await again.RemoveAsync(late.Key, default);
        await again.CommitAsync([late with { Source = ct }], default);
        Assert.Equal(ct, await SourceAsync(late));

        // a series of an older version
        series = Uid.New();
        var (old, newer) = (Staged('4', null), Staged('5', web));
        await again.CommitAsync([old], default);
        await again.CommitAsync([newer], default);
        Assert.Equal((null, web), (await SourceAsync(old), await SourceAsync(newer)));
        Assert.Equal(5, await again.ListAsync(default).CountAsync());

        async Task<InstanceSource?> SourceAsync(StagedFile file) =>
            (await again.MembersAsync(new StoredObject(file.Key, 1, DateTimeOffset.UtcNow), default).SingleAsync()).Source;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _directory.Dispose();
        _other.Dispose();
    }
}
