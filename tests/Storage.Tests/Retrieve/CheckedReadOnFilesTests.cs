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
