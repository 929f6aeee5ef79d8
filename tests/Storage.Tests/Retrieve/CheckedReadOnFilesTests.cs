using ImagingGateway.Storage.Retrieve;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Retrieve;

/// <summary>On files, asked for.</summary>
public sealed class CheckedReadOnFilesTests : CheckedReadContract
{
    [Fact]
    public async Task Unless_asked_for_files_are_given_out_as_they_are()
    {
        await using var archive = await Archive.StartAsync();
        var made = new MadeInstance();
        await archive.StoreAsync(made);
        await archive.PublishedAsync();
        var stored = Assert.Single(await archive.LocateAsync(made));
        await FlipAsync(archive, stored);
        Assert.Equal(stored.Length, (await archive.ReadFileAsync(stored)).Length);
    }

    [RootTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_disk_that_does_not_give_them_makes_a_suspect_also_unless_asked(bool isCut)
    {
        await using var disk = new DiskToCut(hasJournal: true);
        if (!disk.IsReal)
            return; // no volume can be mounted here
        await using var archive = await Archive.StartAsync();
        var made = new MadeInstance { PixelData = new byte[3 << 20] };
        await archive.StoreAsync(made);
        await archive.PublishedAsync();
        var stored = Assert.Single(await archive.LocateAsync(made));
        var (file, elsewhere) = (Path.Combine(archive.Data, "objects", stored.Place.Object), Path.Combine(disk.Path, "object"));
        File.Move(file, elsewhere);
        File.CreateSymbolicLink(file, elsewhere);
        await using (var content = await archive.Retrieve.OpenFileAsync(stored, default))
        {
            if (isCut)
                disk.Cut();
            else
                File.WriteAllBytes(elsewhere, new byte[100]);
            await Assert.ThrowsAsync<DamagedInstanceException>(() => content.CopyToAsync(Stream.Null));
        }

        await Assert.ThrowsAnyAsync<IOException>(() => archive.Retrieve.OpenFileAsync(stored, default));
        Assert.Equal([stored.SopInstanceUid], archive.Get<DamagedReads>().Examples(9));
    }

    protected override StorageOptions NewOptions() => new() { SpoolReserveBytes = 0, CheckFilesOnRead = true };

    protected override Task DamageAsync(StoredInstance instance) => FlipAsync(Archive, instance);

    private static async Task FlipAsync(Archive archive, StoredInstance instance)
    {
        var file = Path.Combine(archive.Data, "objects", instance.Place.Object);
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
    }
}
