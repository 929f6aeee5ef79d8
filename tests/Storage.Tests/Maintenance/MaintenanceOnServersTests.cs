using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Objects.S3;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Storage.Tests.Index;
using ImagingGateway.Storage.Tests.Objects;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Maintenance;

/// <summary>On PostgreSQL and S3, where instances lie in packs.</summary>
[Collection("postgres")]
public sealed class MaintenanceOnServersTests(PostgresServer postgres) : MaintenanceContract
{
    private readonly S3Options _s3 = new S3Server().Options with { Bucket = $"care-{Guid.NewGuid():n}" };

    [Fact]
    public async Task A_pack_is_written_anew_while_readers_read_and_a_reader_with_the_old_place_finds_the_new_one()
    {
        var made = await FillAsync();
        var study = new Uid(made[^1].Study!);
        var before = await Archive.LocateAsync(RetrieveScope.Study(study));
        var pack = before[0].Place.Object;
        var store = Archive.Get<IObjectStore>();
        var stored = await StoredAsync(store, pack);
        var length = before[0].Place.Length;
        await using var begun = await Archive.Retrieve.OpenFileAsync(before[0], default);

        Assert.True(await Archive.Get<Repacking>().RunAsync(stored, default));
        Assert.Equal(length, (await Archive.ReadFileAsync(before[0])).Length); // the old pack is still there
        await store.RemoveAsync(pack, default);
        Assert.Equal(length, (await Archive.ReadFileAsync(before[0])).Length); // gone: looked up again
        Assert.Equal(length, (await Archive.ReadAsync(begun)).Length);
        var after = await Archive.LocateAsync(RetrieveScope.Study(study));
        Assert.All(after, instance => Assert.NotEqual(pack, instance.Place.Object));
        Assert.Equal(before.Select(instance => instance.ObjectKey), after.Select(instance => instance.ObjectKey));
        Assert.Empty(await VerifyAsync());
    }

    [Fact]
    public async Task A_pack_with_much_in_vain_is_written_anew_by_the_sweep()
    {
        var first = new MadeInstance { PixelData = new byte[2 << 20] };
        var second = first with { Sop = Uid.New().Value };
        await Archive.StoreAsync(first);
        await Archive.PublishedAsync();
        await Archive.StoreAsync(first); // a duplicate gets into the pack of the second
        await Archive.StoreAsync(second);
        await Archive.PublishedAsync();
        var report = await Archive.Get<ObjectSweep>().RunAsync(null, null, default);
        Assert.Equal(1, report.Repacked);
        Assert.Equal(0, (await Archive.Get<ObjectSweep>().RunAsync(null, null, default)).Repacked);
        Assert.Equal(2, (await Archive.LocateAsync(first)).Count);
        Assert.Empty(await VerifyAsync());
    }

    protected override async Task<StorageOptions> NewOptionsAsync() =>
        (await postgres.NewSchemaAsync()) with { Objects = "s3", S3 = _s3, SpoolReserveBytes = 0, Retention = TestRetention.Options };

    protected override Task<StorageOptions> EmptyIndexAsync() => NewOptionsAsync();

    protected override async Task DamageAsync(ObjectPlace place)
    {
        using var client = S3Client.Create(_s3);
        var bytes = await Archive.ReadAsync(await Archive.Get<IObjectStore>().OpenRangeAsync(place.Object, 0, long.MaxValue, default));
        bytes[place.Offset + place.Length - 1] ^= 1;
        using var content = new MemoryStream(bytes);
        await client.PutObjectAsync(new Amazon.S3.Model.PutObjectRequest { BucketName = _s3.Bucket, Key = place.Object, InputStream = content, UseChunkEncoding = false });
    }

    protected override async Task<string?> CopyAsync(KeptBytes bytes)
    {
        var store = Archive.Get<IObjectStore>();
        using var directory = new TemporaryDirectory();
        var content = await Archive.ReadAsync(await store.OpenRangeAsync(bytes.Place.Object, bytes.Place.Offset, bytes.Place.Length, default));
        return (await store.CommitAsync([new StagedFile(bytes.Key, directory.File("copy", content))], default))[0].Object;
    }

    private static async Task<StoredObject> StoredAsync(IObjectStore store, string name)
    {
        await foreach (var stored in store.ListAsync(default))
        {
            if (stored.Name == name)
                return stored;
        }

        throw new InvalidOperationException(name);
    }
}
