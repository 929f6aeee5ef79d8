using ImagingGateway.Storage.Maintenance.Exporting;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Objects.S3;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Storage.Tests.Objects;

namespace ImagingGateway.Storage.Tests.Retrieve;

/// <summary>On S3, in packs.</summary>
[Collection("s3")]
public sealed class CheckedReadOnS3Tests(S3Server server) : CheckedReadContract
{
    private readonly S3Options _s3 = server.Options with { Bucket = $"checked-{Guid.NewGuid():n}", PackQuiet = TimeSpan.FromSeconds(2) };

    [Fact]
    public async Task An_export_reads_neighbours_by_one_request()
    {
        using var directory = new TemporaryDirectory();
        var before = Store.Requests;
        var study = (await Archive.Studies.SearchAsync(new(), default))[0].StudyInstanceUid;
        var report = await Archive.Get<StudyExport>().RunAsync(new[] { study }.ToAsyncEnumerable(), Path.Combine(directory.Path, "disc"), false, "tester", null, default);
        Assert.Equal((6, 0), (report.Files, report.Left.Count));
        Assert.InRange(Store.Requests - before, 1, 3); // a pack may have been closed early
    }

    protected override StorageOptions NewOptions() => new() { Objects = "s3", S3 = _s3, SpoolReserveBytes = 0 };

    protected override async Task DamageAsync(StoredInstance instance)
    {
        using var client = S3Client.Create(_s3);
        var bytes = await Archive.ReadAsync(await Archive.Get<IObjectStore>().OpenRangeAsync(instance.Place.Object, 0, long.MaxValue, default));
        bytes[instance.Place.Offset + instance.Place.Length - 1] ^= 1;
        using var content = new MemoryStream(bytes);
        await client.PutObjectAsync(new Amazon.S3.Model.PutObjectRequest { BucketName = _s3.Bucket, Key = instance.Place.Object, InputStream = content, UseChunkEncoding = false });
    }
}
