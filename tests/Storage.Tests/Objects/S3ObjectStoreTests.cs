using System.Diagnostics;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Objects.S3;

namespace ImagingGateway.Storage.Tests.Objects;

[Collection("s3")]
public sealed class S3ObjectStoreTests(S3Server server) : ObjectStoreContract
{
    private readonly S3ObjectStore _store = new(server.Options);

    protected override IObjectStore Store => _store;

    [Fact]
    public async Task A_server_that_does_not_answer_is_an_error_not_a_hang()
    {
        using var nobody = new S3ObjectStore(server.Options with { Endpoint = "http://127.0.0.1:9" });
        await Assert.ThrowsAnyAsync<Exception>(() => nobody.CheckAsync(default));
    }

    [Fact]
    public async Task Small_instances_of_a_series_are_one_tar_archive_that_any_tool_unpacks()
    {
        var series = Uid.New();
        var made = Enumerable.Range(0, 7).Select(i => Stage(511 + i, series)).ToList();
        var places = await Store.CommitAsync([.. made.Select(one => one.Staged)], default);
        var pack = Assert.Single(places.Select(place => place.Object).Distinct());
        Assert.EndsWith(".tar", pack, StringComparison.Ordinal);

        using var directory = new TemporaryDirectory();
        var archive = Path.Combine(directory.Path, "pack.tar");
        await using (var content = await Store.OpenRangeAsync(pack, 0, long.MaxValue, default))
        await using (var file = File.Create(archive))
            await content.CopyToAsync(file);
        using var tar = Process.Start(new ProcessStartInfo("tar", ["-xf", archive, "-C", directory.Path]) { RedirectStandardError = true })!;
        Assert.Empty(await tar.StandardError.ReadToEndAsync());
        await tar.WaitForExitAsync();
        Assert.Equal(0, tar.ExitCode);
        foreach (var (staged, bytes) in made)
            Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(directory.Path, ObjectKey.NameOf(staged.Key))));
    }

    [Fact]
    public async Task A_large_instance_goes_alone_and_so_does_each_series()
    {
        var series = Uid.New();
        var large = Stage((int)_store.Packing.Alone, series).Staged;
        var places = await Store.CommitAsync([Stage(10, series).Staged, large, Stage(10, series).Staged, Stage(10).Staged], default);
        Assert.Equal(places[0].Object, places[2].Object);
        Assert.Equal(3, places.Select(place => place.Object).Distinct().Count());
        Assert.Equal(ObjectPlace.Whole(places[1].Object, _store.Packing.Alone), places[1]);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(20 << 20)]
    [InlineData(40 << 20)]
    public async Task Bytes_that_the_disk_changed_after_they_were_received_are_not_stored(int length)
    {
        var (staged, bytes) = Stage(length);
        bytes[length / 2] ^= 1;
        await File.WriteAllBytesAsync(staged.Path, bytes);
        var refusal = await Assert.ThrowsAsync<DamagedFileException>(() => CommitAsync(staged));
        Assert.Equal(staged.Path, refusal.Path);
        Assert.DoesNotContain(await ListAsync(), name => name.StartsWith(ObjectKey.SeriesOf(staged.Key), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_server_refuses_bytes_that_are_not_those_that_were_compared()
    {
        using var client = S3Client.Create(server.Options);
        await _store.CheckAsync(default);
        var upload = new S3Upload(client, server.Options.Bucket!);
        using var content = new MemoryStream([1, 2, 3]);
        await Assert.ThrowsAnyAsync<Amazon.Runtime.AmazonServiceException>(() => upload.PutAsync("wrong", content, new byte[16], "x/y", [], default));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _store.Dispose();
    }
}
