using ImagingGateway.Storage;
using ImagingGateway.Storage.Maintenance;

namespace ImagingGateway.Transcoding.Tests.Compression;

/// <summary>SQLite and files.</summary>
public sealed class CompressionOnFilesTests : CompressionContract
{
    [Fact]
    public async Task What_the_disk_changed_is_not_compressed_into_something_that_looks_whole()
    {
        var was = await Started.StoreAsync(TestImage.Make(Ct).File);
        using (var file = File.OpenWrite(Path.Combine(Started.Get<StorageOptions>().Data, "objects", was.Place.Object)))
        {
            file.Position = was.Length - 1002; // the low byte of a sample: an image still
            file.WriteByte(0x55);
        }

        Assert.Equal((0, 1), await RunAsync() is var report ? (report.Compressed, report.Kept) : default);
        Assert.Equal(was, await LocateAsync(was));
        Assert.Equal(BytesState.Damaged, Assert.Single(await VerifyAsync()));
    }

    [Fact]
    public async Task What_is_gone_or_cut_off_does_not_keep_the_others_from_it()
    {
        var (gone, cut) = (await Started.StoreAsync(TestImage.Make(Ct).File), await Started.StoreAsync(TestImage.Make(Ct).File));
        await Started.StoreAsync(TestImage.Make(Ct).File);
        File.Delete(Path.Combine(Started.Get<StorageOptions>().Data, "objects", gone.Place.Object));
        using (var file = File.OpenWrite(Path.Combine(Started.Get<StorageOptions>().Data, "objects", cut.Place.Object)))
            file.SetLength(cut.Length - 100);
        Assert.Equal((3, 1, 2), await RunAsync() is var report ? (report.Studies, report.Compressed, report.Kept) : default);
    }

    [Fact]
    public async Task What_a_killed_run_left_goes()
    {
        var left = Directory.CreateDirectory(Path.Combine(Started.Get<StorageOptions>().Data, "recoding", "killed"));
        await File.WriteAllTextAsync(Path.Combine(left.FullName, "half"), "an image");
        left.LastWriteTimeUtc = DateTime.UtcNow.AddDays(-2);
        await Started.StoreAsync(TestImage.Make(Ct).File);
        Assert.Equal(1, (await RunAsync()).Compressed);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Started.Get<StorageOptions>().Data, "recoding")));
    }

    protected override Task<StorageOptions> NewOptionsAsync() => Task.FromResult(new StorageOptions());
}
