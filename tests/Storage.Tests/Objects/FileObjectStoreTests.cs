using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Objects.Files;

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

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _directory.Dispose();
        _other.Dispose();
    }
}
