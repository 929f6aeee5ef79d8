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
        var place = await CommitAsync(staged);
        Assert.Equal(bytes, await ReadAsync(place, 0, bytes.Length));
    }

    [Fact]
    public async Task The_spool_file_stays_until_its_owner_removes_it()
    {
        var (staged, bytes) = Stage(1000);
        var place = await CommitAsync(staged);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(staged.Path));
        File.Delete(staged.Path);
        Assert.Equal(bytes, await ReadAsync(place, 0, bytes.Length));
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
        var place = await CommitAsync(staged);
        var expected = bytes.AsSpan((int)offset, (int)Math.Min(length, bytes.Length - offset)).ToArray();
        Assert.Equal(expected, await ReadAsync(place, offset, length));
    }

    [Fact]
    public async Task A_run_beyond_the_end_and_an_empty_run_are_empty()
    {
        var (staged, _) = Stage(1000);
        var place = await CommitAsync(staged);
        Assert.Empty(await ReadAsync(place, 1000, 10));
        Assert.Empty(await ReadAsync(place, 10, 0));
    }

    [Fact]
    public async Task Committing_again_changes_nothing()
    {
        var (staged, bytes) = Stage(5000);
        var place = await CommitAsync(staged);
        var again = await Store.CommitAsync([staged, staged], default);
        Assert.Equal(bytes, await ReadAsync(place, 0, bytes.Length));
        Assert.Equal(bytes, await ReadAsync(again[1], 0, bytes.Length));
    }

    [Fact]
    public async Task Many_files_are_committed_together_and_all_are_listed()
    {
        var staged = Enumerable.Range(0, 40).Select(_ => Stage(2000).Staged).ToList();
        var places = await Store.CommitAsync(staged, default);
        var listed = await ListAsync();
        Assert.All(places, place => Assert.Contains(place.Object, listed));
    }

    [Fact]
    public async Task What_is_removed_is_gone_and_removing_again_is_no_error()
    {
        var (staged, _) = Stage(1000);
        var place = await CommitAsync(staged);
        await Store.RemoveAsync(place.Object, default);
        await Store.RemoveAsync(place.Object, default);
        await Assert.ThrowsAsync<FileNotFoundException>(() => ReadAsync(place, 0, 10));
        Assert.DoesNotContain(place.Object, await ListAsync());
    }

    [Fact]
    public async Task A_missing_object_is_told()
    {
        var key = ObjectKey.Of(Uid.New(), Uid.New(), Uid.New(), new string('0', 64));
        await Assert.ThrowsAsync<FileNotFoundException>(() => ReadAsync(ObjectPlace.Whole(key, 10), 0, 10));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public async Task Only_keys_name_objects(string text)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => ReadAsync(ObjectPlace.Whole(text, 10), 0, 10));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.RemoveAsync(text, default));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.CommitAsync([Stage(10).Staged with { Key = text }], default));
    }

    [Fact]
    public async Task A_large_object_goes_in_and_out_whole()
    {
        var (staged, bytes) = Stage((80 << 20) + 17);
        var place = await CommitAsync(staged);
        await using var content = await Store.OpenRangeAsync(place.Object, place.Offset, bytes.Length, default);
        Assert.Equal(SHA256.HashData(bytes), await SHA256.HashDataAsync(content));
        Assert.Equal(bytes[^100..], await ReadAsync(place, bytes.Length - 100, 100));
        await Store.RemoveAsync(place.Object, default);
    }

    [Fact]
    public async Task What_an_object_holds_can_be_told_from_the_object_alone()
    {
        var (series, received) = (Uid.New(), new DateTimeOffset(2026, 11, 25, 8, 9, 10, TimeSpan.Zero).AddTicks(1234567));
        var staged = Enumerable.Range(0, 5).Select(i => Stage(1000 + i, series).Staged with { ReceivedAt = received.AddTicks(i) }).ToList();
        var places = await Store.CommitAsync(staged, default);
        var members = new List<ObjectMember>();
        await foreach (var stored in Store.ListAsync(default))
        {
            if (ObjectKey.SeriesOf(stored.Name) != ObjectKey.SeriesOf(staged[0].Key))
                continue;
            await foreach (var member in Store.MembersAsync(stored, default))
                members.Add(member);
        }

        Assert.Equal(
            staged.Zip(places).Select(one => (one.First.Key, one.Second, one.First.ReceivedAt!.Value)).OrderBy(one => one.Item3),
            members.Select(member => (member.Key, member.Place, member.ReceivedAt)).OrderBy(one => one.Item3));
    }

    [Fact]
    public Task A_store_that_works_says_so() => Store.CheckAsync(default);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _spool.Dispose();

    protected (StagedFile Staged, byte[] Bytes) Stage(int length, Uid? series = null)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var key = ObjectKey.Of(series ?? Uid.New(), series ?? Uid.New(), Uid.New(), sha256);
        return (new StagedFile(key, _spool.File($"{_files++}", bytes)) { Sha256 = sha256 }, bytes);
    }

    protected async Task<ObjectPlace> CommitAsync(StagedFile staged) => Assert.Single(await Store.CommitAsync([staged], default));

    /// <summary>A run of an instance; ends where the instance ends.</summary>
    protected async Task<byte[]> ReadAsync(ObjectPlace place, long offset, long length)
    {
        await using var content = await Store.OpenRangeAsync(place.Object, place.Offset + offset, Math.Min(length, place.Length - offset), default);
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy);
        return copy.ToArray();
    }

    protected async Task<List<string>> ListAsync()
    {
        var names = new List<string>();
        await foreach (var stored in Store.ListAsync(default))
            names.Add(stored.Name);
        return names;
    }
}
