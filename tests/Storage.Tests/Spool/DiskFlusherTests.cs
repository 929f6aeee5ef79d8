using ImagingGateway.Storage.Spool;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Spool;

public sealed class DiskFlusherTests
{
    [RootTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_file_system_that_became_read_only_has_lost_is_not_called_durable(bool hasJournal)
    {
        await using var disk = new DiskToCut(hasJournal);
        if (!disk.IsReal)
            return; // no volume can be mounted here
        var (kept, lost) = (Path.Combine(disk.Path, "kept"), Path.Combine(disk.Path, "lost"));
        using (var flusher = new DiskFlusher())
        using (var directory = new DirectoryFlush(disk.Path))
        using (var first = File.OpenHandle(kept, FileMode.CreateNew, FileAccess.Write))
        using (var second = File.OpenHandle(lost, FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.Write(first, "bytes"u8, 0);
            await flusher.FlushAsync(first, directory);
            RandomAccess.Write(second, "bytes"u8, 0);
            disk.BecomeReadOnly();
            await Assert.ThrowsAsync<IOException>(() => flusher.FlushAsync(second, directory));
            Assert.Throws<IOException>(directory.Flush);
        }

        await disk.ReturnAsync();
        Assert.Equal("bytes", File.ReadAllText(kept));
        Assert.NotEqual("bytes", File.Exists(lost) ? File.ReadAllText(lost) : null);
    }
}
