using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Storage.Spool;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Ingest;

public sealed class PublisherTests
{
    [Fact]
    public async Task What_was_acknowledged_before_the_end_is_published_after_the_next_start()
    {
        await using var archive = Archive.Unstarted();
        var made = new MadeInstance();
        Assert.IsType<IngestOutcome.Stored>(await archive.StoreAsync(made));
        await archive.StartAgainAsync();
        await archive.PublishedAsync();
        Assert.Single(await archive.LocateAsync(made));
        Assert.Empty(archive.Files("spool"));
    }

    [Fact]
    public async Task A_spool_file_that_the_disk_changed_is_put_aside_and_never_shown()
    {
        await using var archive = Archive.Unstarted();
        var (bad, good) = (new MadeInstance(), new MadeInstance());
        await archive.StoreAsync(bad);
        var path = Assert.Single(archive.Files("spool"));
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        await archive.StoreAsync(good);

        await archive.StartAgainAsync();
        await archive.PublishedAsync();
        Assert.Empty(await archive.LocateAsync(bad));
        Assert.Single(await archive.LocateAsync(good));
        Assert.Equal(new SetAsideFiles(0, 1), archive.Spool.SetAside);
    }

    [Fact]
    public async Task A_spool_file_shortened_by_power_loss_is_put_aside()
    {
        await using var archive = Archive.Unstarted();
        var made = new MadeInstance();
        await archive.StoreAsync(made);
        await using (var file = File.OpenWrite(Assert.Single(archive.Files("spool"))))
            file.SetLength(300);
        await archive.StartAgainAsync();
        await archive.PublishedAsync();
        Assert.Empty(await archive.LocateAsync(made));
        Assert.Equal(new SetAsideFiles(1, 0), archive.Spool.SetAside);
    }

    [Fact]
    public async Task While_the_object_store_is_down_instances_are_taken_and_all_appear_when_it_returns()
    {
        FailingObjectStore? store = null;
        await using var archive = await Archive.StartAsync(around: inner => store = new FailingObjectStore(inner));
        await archive.StoreAsync(new MadeInstance());
        await archive.PublishedAsync();
        store!.Failure = new IOException("down");

        // more than the queue keeps in memory
        var study = Uid.New().Value;
        var made = Enumerable.Range(0, 700).Select(i => new MadeInstance { Study = study, InstanceNumber = i }).ToList();
        await Parallel.ForEachAsync(made, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (instance, _) =>
            Assert.IsType<IngestOutcome.Stored>(await archive.StoreAsync(instance)));
        await store.Failed;
        Assert.Equal(700, archive.Spool.WaitingInstances);
        Assert.Equal("down", archive.Spool.LastError);
        Assert.NotNull(archive.Spool.OldestAge);
        Assert.Empty(await archive.LocateAsync(RetrieveScope.Study(new Uid(study))));

        store.Failure = null;
        await archive.PublishedAsync();
        Assert.Equal(700, (await archive.LocateAsync(RetrieveScope.Study(new Uid(study)))).Count);
        Assert.Equal(0, archive.Spool.WaitingInstances);
        Assert.Null(archive.Spool.LastError);
        Assert.Empty(archive.Files("spool"));
    }

    [Fact]
    public async Task One_instance_that_cannot_be_published_does_not_hold_up_the_others()
    {
        var bad = new MadeInstance { PixelData = new byte[60_000] };
        FailingObjectStore? store = null;
        await using var archive = await Archive.StartAsync(around: inner => store = new FailingObjectStore(inner));
        store!.Refuses = (key, path) => new FileInfo(path).Length > 60_000 ? new InvalidOperationException("poison") : null;
        var good = Enumerable.Range(0, 20).Select(_ => new MadeInstance()).ToList();
        foreach (var instance in (MadeInstance[])[.. good.Take(10), bad, .. good.Skip(10)])
            Assert.IsType<IngestOutcome.Stored>(await archive.StoreFileAsync(instance.File()));
        foreach (var instance in good)
            await Eventually.IsTrueAsync(async () => (await archive.LocateAsync(instance)).Count > 0);

        Assert.Empty(await archive.LocateAsync(bad));
        Assert.Equal(1, archive.Spool.WaitingInstances);
        Assert.Equal("poison", archive.Spool.LastError);

        // the next start tries it again
        store.Refuses = null;
        await archive.StartAgainAsync();
        await archive.PublishedAsync();
        Assert.Single(await archive.LocateAsync(bad));
    }

    [Fact]
    public async Task A_crash_between_object_and_index_is_made_good_without_a_trace()
    {
        FailingObjectStore? store = null;
        await using var archive = await Archive.StartAsync(around: inner => store = new FailingObjectStore(inner));
        store!.FailureAfterCommit = new IOException("the process ends here");
        var made = new MadeInstance();
        await archive.StoreAsync(made);
        await store.Failed;
        await archive.StopAsync();
        Assert.Single(archive.Objects());
        Assert.Single(archive.Files("spool"));

        await archive.StartAgainAsync();
        await archive.PublishedAsync();
        Assert.Single(await archive.LocateAsync(made));
        Assert.Single(archive.Objects());
        Assert.Empty(archive.Files("spool"));
    }

    [Fact]
    public async Task Whoever_listens_hears_of_a_study_that_grew()
    {
        await using var archive = await Archive.StartAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var news = archive.Get<StudyArrivals>().ListenAsync(patience.Token).GetAsyncEnumerator();
        var next = news.MoveNextAsync();
        var made = new MadeInstance();
        await archive.StoreAsync(made);
        Assert.True(await next);
        Assert.Equal(new Uid(made.Study!), news.Current.StudyInstanceUid);
        Assert.Equal(1, news.Current.NewInstances);
    }

    [Fact]
    public async Task Two_processes_may_have_received_two_instances_at_the_same_moment()
    {
        await using var archive = Archive.Unstarted();
        MadeInstance[] made = [new() { PixelData = new byte[64] }, new() { PixelData = new byte[1000] }];
        foreach (var instance in made)
            await archive.StoreAsync(instance);
        await archive.StopAsync();

        // the second was an import's, whose clock showed the same tick
        var names = archive.Files("spool").Order(StringComparer.Ordinal).ToList();
        var lane = Path.Combine(archive.Data, "spool", "2", "waiting", "00000001");
        Directory.CreateDirectory(lane);
        File.Move(names[1], Path.Combine(lane, Path.GetFileName(names[0])[..16] + Path.GetFileName(names[1])[16..]));

        await archive.StartAgainAsync();
        await archive.PublishedAsync();
        foreach (var instance in made)
        {
            var found = Assert.Single(await archive.LocateAsync(instance));
            Assert.Equal(instance.DataSet(), (await archive.ReadFileAsync(found))[(int)found.DataSetOffset..]);
        }

        Assert.Empty(archive.Files("spool"));
    }
}
