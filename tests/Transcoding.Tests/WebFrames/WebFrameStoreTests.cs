using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Codecs.HtJ2k;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Transcoding.WebFrames;

namespace ImagingGateway.Transcoding.Tests.WebFrames;

public sealed class WebFrameStoreTests : IDisposable
{
    private static readonly PixelDescription Any = new(1, 1, 1, 1, 8, 8, 7, false, 0, "MONOCHROME2");
    private readonly string _directory = Directory.CreateTempSubdirectory("web-frames-").FullName;

    [Fact]
    public async Task What_was_kept_is_read_back_with_its_prefixes()
    {
        using var store = new WebFrameStore(_directory, 1 << 20, TimeProvider.System);
        Assert.Null(await store.OpenAsync("key", 1, default));
        await store.KeepAsync("key", 1, Frame(5, 100), default);
        Assert.Null(await store.OpenAsync("key", 2, default));
        Assert.Null(await store.OpenAsync("other", 1, default));
        await using var frame = (await store.OpenAsync("key", 1, default))!;
        Assert.Equal(new PrefixLengths(1, 2, 3, 100), frame.Prefixes);
        var bytes = new byte[100];
        await frame.Codestream.ReadExactlyAsync(bytes);
        Assert.All(bytes, value => Assert.Equal(5, value));
    }

    [Fact]
    public async Task A_damaged_or_deleted_file_is_no_hit()
    {
        using var store = new WebFrameStore(_directory, 1 << 20, TimeProvider.System);
        await store.KeepAsync("key", 1, Frame(5, 100), default);
        var file = Directory.EnumerateFiles(_directory, "*", SearchOption.AllDirectories).Single();
        var whole = await File.ReadAllBytesAsync(file);
        foreach (var length in (int[])[0, 10, 119])
        {
            await File.WriteAllBytesAsync(file, whole[..length]);
            Assert.Null(await store.OpenAsync("key", 1, default));
        }

        Directory.Delete(_directory, recursive: true);
        Assert.Null(await store.OpenAsync("key", 1, default));
        await store.KeepAsync("key", 1, Frame(6, 10), default);
        Assert.NotNull(await store.OpenAsync("key", 1, default));
    }

    [Fact]
    public async Task Beyond_the_limit_the_files_unread_for_longest_go()
    {
        using var store = new WebFrameStore(_directory, 10_000, TimeProvider.System);
        for (var number = 1; number <= 9; number++)
        {
            await store.KeepAsync("key", number, Frame(1, 1000), default);
            var file = Directory.EnumerateFiles(_directory, "*", SearchOption.AllDirectories).MaxBy(File.GetCreationTimeUtc)!;
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(number - 20));
        }

        await (await store.OpenAsync("key", 1, default))!.DisposeAsync(); // read just now
        await store.KeepAsync("key", 10, Frame(1, 1000), default);
        var left = new List<int>();
        for (var number = 1; number <= 10; number++)
        {
            if (await store.OpenAsync("key", number, default) is not { } frame)
                continue;
            await frame.DisposeAsync();
            left.Add(number);
        }

        Assert.Contains(1, left);
        Assert.Contains(10, left);
        Assert.DoesNotContain(2, left);
        Assert.True(await store.SweepAsync(default) <= 10_000);
    }

    [Fact]
    public async Task Frames_of_bytes_that_are_gone_are_forgotten()
    {
        using var store = new WebFrameStore(_directory, 1 << 20, TimeProvider.System);
        foreach (var (key, number) in ((string, int)[])[("key", 1), ("key", 2), ("other", 1)])
            await store.KeepAsync(key, number, Frame(5, 100), default);
        store.Forget(["key", "never"]);
        Assert.Null(await store.OpenAsync("key", 1, default));
        Assert.Null(await store.OpenAsync("key", 2, default));
        Assert.Single(Directory.EnumerateFiles(_directory, "*", SearchOption.AllDirectories));
        await using var left = await store.OpenAsync("other", 1, default);
        Assert.NotNull(left);
    }

    [Fact]
    public async Task Deleting_studies_is_told_to_the_store()
    {
        await using var archive = await Archive.StartAsync();
        Assert.Contains(archive.Get<WebFrameStore>(), archive.Get<IEnumerable<IObjectDerivations>>());
    }

    [Fact]
    public async Task Nothing_is_kept_when_it_is_off()
    {
        using var store = new WebFrameStore(_directory, 0, TimeProvider.System);
        await store.KeepAsync("key", 1, Frame(5, 100), default);
        Assert.Null(await store.OpenAsync("key", 1, default));
        Assert.Empty(Directory.EnumerateFiles(_directory));
    }

    public void Dispose()
    {
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    private static EncodedFrame Frame(byte value, int length)
    {
        var bytes = new byte[length];
        bytes.AsSpan().Fill(value);
        return new EncodedFrame(Any, bytes) { Prefixes = new PrefixLengths(1, 2, 3, length) };
    }
}
