using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Objects.S3;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Storage.Spool;
using ImagingGateway.Storage.Tests.Objects;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Ingest;

/// <summary>Instances on their way into packs on a real S3 server.</summary>
[Collection("s3")]
public sealed class PackedIngestTests(S3Server server)
{
    private StorageOptions Options => new() { Objects = "s3", S3 = server.Options with { Bucket = $"packed-{Guid.NewGuid():n}" }, SpoolReserveBytes = 0 };

    [Fact]
    public async Task A_study_of_1600_files_is_a_handful_of_objects_and_every_frame_is_read_by_range()
    {
        var options = Options;
        await using var archive = await Archive.StartAsync(options);
        var study = Uid.New().Value;
        var series = Enumerable.Range(0, 4).Select(_ => Uid.New().Value).ToArray();
        var made = Enumerable.Range(0, 1600)
            .Select(i => new MadeInstance { Study = study, Series = series[i / 400], InstanceNumber = i, PixelData = [.. BitConverter.GetBytes(i), .. new byte[1000 + (i % 700)]] }).ToList();
        await Parallel.ForEachAsync(made.Chunk(400), async (sender, _) =>
        {
            foreach (var instance in sender)
                Assert.IsType<IngestOutcome.Stored>(await archive.StoreAsync(instance));
        });
        await archive.Ingest.WhenPublishedAsync(default).WaitAsync(TimeSpan.FromMinutes(2));

        var found = await archive.LocateAsync(RetrieveScope.Study(new Uid(study)));
        Assert.Equal(1600, found.Count);
        using var store = new S3ObjectStore(options.S3);
        var objects = new List<StoredObject>();
        await foreach (var stored in store.ListAsync(default))
            objects.Add(stored);
        Assert.InRange(objects.Count, 4, 20); // every object is one PUT
        var sent = made.ToDictionary(instance => instance.Sop!);
        foreach (var instance in found.Where((_, i) => i % 40 == 0))
        {
            Assert.Equal(sent[instance.SopInstanceUid.Value].DataSet(), (await archive.ReadFileAsync(instance))[(int)instance.DataSetOffset..]);
            var frames = await archive.Retrieve.FramesAsync(instance, default);
            Assert.Equal(sent[instance.SopInstanceUid.Value].PixelData, (await archive.Retrieve.ReadFrameAsync(instance, frames!, 1, default)).ToArray());
        }
    }

    [Fact]
    public async Task Other_bytes_under_the_same_UID_and_late_arrivals_keep_to_their_own_pack()
    {
        await using var archive = await Archive.StartAsync(Options);
        var first = new MadeInstance();
        await archive.StoreAsync(first);
        await archive.PublishedAsync();
        await archive.StoreAsync(first with { PixelData = new byte[64] });
        await archive.StoreAsync(first);
        var late = first with { Sop = Uid.New().Value, InstanceNumber = 2 };
        await archive.StoreAsync(late);
        await archive.PublishedAsync();

        var found = await archive.LocateAsync(first);
        Assert.Equal(2, found.Count);
        Assert.Equal(first.DataSet(), (await archive.ReadFileAsync(found[0]))[(int)found[0].DataSetOffset..]);
        Assert.Equal(late.DataSet(), (await archive.ReadFileAsync(found[1]))[(int)found[1].DataSetOffset..]);
        Assert.NotEqual(found[0].Place.Object, found[1].Place.Object);
        Assert.Equal(1, (await archive.Studies.FindAsync(new Uid(first.Study!), default))!.PendingVersions);
    }

    [Fact]
    public async Task Several_packs_are_on_their_way_at_once_and_the_first_of_two_instances_with_one_UID_stays_current()
    {
        const int packs = 4;
        FailingObjectStore? store = null;
        await using var archive = await Archive.StartAsync(Options, inner => store = new FailingObjectStore(inner));
        var (begun, first, others) = (0, new TaskCompletionSource(), new TaskCompletionSource());
        store!.Holds = () =>
        {
            var number = Interlocked.Increment(ref begun);
            if (number == packs)
                others.SetResult(); // all are on their way; the first one only arrives after the others
            return number == 1 ? first.Task : others.Task;
        };
        var made = new MadeInstance();
        for (var pack = 0; pack < packs; pack++)
        {
            await archive.StoreAsync(made with { PixelData = [.. Enumerable.Repeat((byte)pack, 64)] });
            await Eventually.IsTrueAsync(() => Volatile.Read(ref begun) > pack);
        }

        Assert.Empty(await archive.LocateAsync(made));
        first.SetResult();
        await archive.Ingest.WhenPublishedAsync(default).WaitAsync(TimeSpan.FromMinutes(1));
        var found = Assert.Single(await archive.LocateAsync(made));
        Assert.Equal(new byte[64], (await archive.ReadFileAsync(found))[^64..]);
        Assert.Equal(packs - 1, (await archive.Studies.FindAsync(new Uid(made.Study!), default))!.PendingVersions);
    }

    [Fact]
    public async Task A_spool_file_that_the_disk_changed_while_it_waited_for_its_pack_is_put_aside_and_the_others_appear()
    {
        await using var archive = await Archive.StartAsync(Options with { S3 = server.Options with { PackQuiet = TimeSpan.FromSeconds(3) } });
        var made = Enumerable.Range(0, 5).Select(i => new MadeInstance { InstanceNumber = i, PixelData = new byte[1000 + i] }).ToList();
        var (study, series) = (made[0].Study, made[0].Series);
        foreach (var instance in made)
            await archive.StoreAsync(instance with { Study = study, Series = series });
        var bad = archive.Files("spool").OrderBy(path => new FileInfo(path).Length).Last();
        await using (var file = new FileStream(bad, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Seek(-1, SeekOrigin.End);
            file.WriteByte(77);
        }

        await archive.Ingest.WhenPublishedAsync(default).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(4, (await archive.LocateAsync(made[0])).Count);
        Assert.Equal(new SetAsideFiles(0, 1), archive.Spool.SetAside);
    }
}
