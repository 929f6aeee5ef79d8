using System.Security.Cryptography;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Tests.Objects;

/// <summary>What every object store must do; run on files and on a real S3 server.</summary>
public abstract class ObjectStoreContract : IDisposable
{
    private readonly TemporaryDirectory _spool = new();
    private int _files;

    protected abstract IObjectStore Store { get; }

    [Fact]
    public async Task What_is_committed_is_read_back_byte_for_byte()
    {
        var (staged, bytes) = Stage(300_000);
        await Store.CommitAsync([staged], default);
        Assert.Equal(bytes, await ReadAsync(staged.Key, 0, bytes.Length));
    }

    [Fact]
    public async Task The_spool_file_stays_until_its_owner_removes_it()
    {
        var (staged, bytes) = Stage(1000);
        await Store.CommitAsync([staged], default);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(staged.Path));
        File.Delete(staged.Path);
        Assert.Equal(bytes, await ReadAsync(staged.Key, 0, bytes.Length));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(132, 4096)]
    [InlineData(99_999, 1)]
    [InlineData(99_000, 5_000)]
    [InlineData(0, long.MaxValue)]
    [InlineData(50_000, long.MaxValue)]
    public async Task A_run_of_bytes_is_read_and_ends_where_the_object_ends(long offset, long length)
    {
        var (staged, bytes) = Stage(100_000);
        await Store.CommitAsync([staged], default);
        var expected = bytes.AsSpan((int)offset, (int)Math.Min(length, bytes.Length - offset)).ToArray();
        Assert.Equal(expected, await ReadAsync(staged.Key, offset, length));
    }

    [Fact]
    public async Task A_run_beyond_the_end_and_an_empty_run_are_empty()
    {
        var (staged, _) = Stage(1000);
        await Store.CommitAsync([staged], default);
        Assert.Empty(await ReadAsync(staged.Key, 1000, 10));
        Assert.Empty(await ReadAsync(staged.Key, 10, 0));
    }

    [Fact]
    public async Task Committing_again_changes_nothing()
    {
        var (staged, bytes) = Stage(5000);
        await Store.CommitAsync([staged], default);
        await Store.CommitAsync([staged, staged], default);
        Assert.Equal(bytes, await ReadAsync(staged.Key, 0, bytes.Length));
    }

    [Fact]
    public async Task Many_files_are_committed_together_and_all_are_listed()
    {
        var staged = Enumerable.Range(0, 40).Select(_ => Stage(2000).Staged).ToList();
        await Store.CommitAsync(staged, default);
        var listed = await ListAsync();
        Assert.All(staged, file => Assert.Contains(file.Key, listed));
    }

    [Fact]
    public async Task What_is_removed_is_gone_and_removing_again_is_no_error()
    {
        var (staged, _) = Stage(1000);
        await Store.CommitAsync([staged], default);
        await Store.RemoveAsync(staged.Key, default);
        await Store.RemoveAsync(staged.Key, default);
        await Assert.ThrowsAsync<FileNotFoundException>(() => ReadAsync(staged.Key, 0, 10));
        Assert.DoesNotContain(staged.Key, await ListAsync());
    }

    [Fact]
    public async Task A_missing_object_is_told()
    {
        var key = ObjectKey.Of(Uid.New(), Uid.New(), Uid.New(), new string('0', 64));
        await Assert.ThrowsAsync<FileNotFoundException>(() => ReadAsync(key, 0, 10));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public async Task Only_keys_name_objects(string text)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => ReadAsync(text, 0, 10));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.RemoveAsync(text, default));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.CommitAsync([Stage(10).Staged with { Key = text }], default));
    }

    [Fact]
    public async Task A_large_object_goes_in_and_out_whole()
    {
        var (staged, bytes) = Stage((80 << 20) + 17);
        await Store.CommitAsync([staged], default);
        await using var content = await Store.OpenRangeAsync(staged.Key, 0, bytes.Length, default);
        Assert.Equal(SHA256.HashData(bytes), await SHA256.HashDataAsync(content));
        Assert.Equal(bytes[^100..], await ReadAsync(staged.Key, bytes.Length - 100, 100));
        await Store.RemoveAsync(staged.Key, default);
    }

    [Fact]
    public Task A_store_that_works_says_so() => Store.CheckAsync(default);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _spool.Dispose();

    private (StagedFile Staged, byte[] Bytes) Stage(int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);
        var key = ObjectKey.Of(Uid.New(), Uid.New(), Uid.New(), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        return (new StagedFile(key, _spool.File($"{_files++}", bytes)), bytes);
    }

    private async Task<byte[]> ReadAsync(string key, long offset, long length)
    {
        await using var content = await Store.OpenRangeAsync(key, offset, length, default);
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy);
        return copy.ToArray();
    }

    private async Task<List<string>> ListAsync()
    {
        var keys = new List<string>();
        await foreach (var key in Store.ListAsync(default))
            keys.Add(key);
        return keys;
    }
}
