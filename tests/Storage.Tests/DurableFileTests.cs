using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests;

/// <summary>That what was written outlives a power cut is shown by the tests that cut it; here is what lies in the directory.</summary>
public sealed class DurableFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("durable-");

    private string Key => Path.Combine(_directory.FullName, "key");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void The_first_stays_until_it_is_replaced_and_nothing_else_is_left()
    {
        DurableFile.CreateOnce(Key, "first"u8, isPrivate: true);
        DurableFile.CreateOnce(Key, "second"u8, isPrivate: true);
        Assert.Equal("first", File.ReadAllText(Key));

        DurableFile.Replace(Key, "third"u8, isPrivate: true);
        Assert.Equal("third", File.ReadAllText(Key));
        Assert.Equal(Key, Assert.Single(_directory.GetFiles()).FullName);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Key));
    }

    [Fact]
    public void A_full_disk_is_told_and_keeps_what_was_there()
    {
        using var disk = new DiskToFill();
        if (disk.Reserve > 1 << 20)
            return; // a directory on the disk there is: that one is not filled
        var path = Path.Combine(disk.Path, "key");
        DurableFile.Replace(path, "old"u8);
        disk.Fill();

        Assert.Throws<IOException>(() => DurableFile.Replace(path, new byte[1 << 20]));
        Assert.Throws<IOException>(() => DurableFile.CreateOnce(path + "2", new byte[1 << 20]));

        disk.Free();
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(path, Assert.Single(Directory.GetFiles(disk.Path)));
    }
}
