using System.Buffers;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Spool;

namespace ImagingGateway.Storage.Tests.Spool;

public sealed class InstanceSpoolTests : IDisposable
{
    private static readonly string Hash = new('a', 64);
    private static readonly InstanceSource Source = new(IngestOrigin.StowRs, null, null, "192.0.2.1", "someone");
    private static readonly Uid Instance = Uid.New();
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task What_is_committed_waits_also_after_a_restart()
    {
        SpoolEntry entry;
        using (var spool = Open())
            entry = await StoreAsync(spool, "first");
        using var again = Open();
        Assert.Equal(1, again.WaitingInstances);
        Assert.Equal(5, again.WaitingBytes);
        var found = Assert.Single(again.HoldOldest(10));
        Assert.Equal(entry, found);
        Assert.Equal("first", File.ReadAllText(again.PathOf(found)));
        Assert.Equal(Source, again.Sources.Read(found.SourceKey));
    }

    [Fact]
    public void What_was_not_committed_leaves_nothing()
    {
        using var spool = Open();
        using (var file = spool.Receive())
            file.Write(Bytes("cut off"));
        Assert.Equal(0, spool.WaitingInstances);
        Assert.Empty(FilesBelow("receiving"));
    }

    [Fact]
    public void A_file_cut_off_by_a_crash_is_swept_at_the_next_start()
    {
        Open().Dispose();
        File.WriteAllText(Path.Combine(_directory.Path, "1", "receiving", "left.part"), "partial");
        using var spool = Open();
        Assert.Equal(0, spool.WaitingInstances);
        Assert.Empty(FilesBelow("receiving"));
    }

    [Fact]
    public void Entries_come_in_arrival_order_over_many_segments_and_empty_directories_go()
    {
        using var spool = new InstanceSpool(_directory.Path, reserve: 0, TimeProvider.System, segmentCapacity: 20);
        var stored = new List<SpoolEntry>();
        for (var i = 0; i < 50; i++)
            stored.Add(Enter(spool));
        Assert.Equal(stored.Count, spool.WaitingInstances);
        Assert.Equal([1, 2, 3], stored.Select(entry => entry.Segment).Distinct());

        var drained = new List<SpoolEntry>();
        while (spool.HoldOldest(7) is { Count: > 0 } oldest)
        {
            drained.AddRange(oldest);
            foreach (var entry in oldest)
                spool.Remove(entry);
        }

        Assert.Equal(stored, drained);
        Assert.Equal(0, spool.WaitingInstances);
        Assert.Equal(0, spool.WaitingBytes);
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(_directory.Path, "1", "waiting")));
    }

    [Fact]
    public async Task A_held_entry_is_not_given_twice_until_it_is_released()
    {
        using var spool = Open();
        var entry = await StoreAsync(spool, "one");
        Assert.Single(spool.HoldOldest(10));
        Assert.Empty(spool.HoldOldest(10));
        spool.Release(entry);
        Assert.Equal(entry, Assert.Single(spool.HoldOldest(10)));
    }

    [Fact]
    public async Task Two_processes_have_a_lane_each_and_the_next_start_takes_over_what_both_left()
    {
        var first = Open();
        var second = Open();
        var a = await StoreAsync(first, "a");
        var b = await StoreAsync(second, "b");
        Assert.Equal(1, first.WaitingInstances);
        Assert.Equal(1, second.WaitingInstances);
        first.Dispose();
        second.Dispose();

        using var third = Open();
        var waiting = third.HoldOldest(10);
        Assert.Equal([a.Id, b.Id], waiting.Select(entry => entry.Id).Order());
        Assert.Equal(["a", "b"], waiting.Select(entry => File.ReadAllText(third.PathOf(entry))).Order());
        Assert.All(waiting, entry => Assert.Equal(Source, third.Sources.Read(entry.SourceKey)));
    }

    [Fact]
    public async Task A_source_that_is_durable_already_is_not_written_again_when_a_lane_is_taken_over()
    {
        var first = Open();
        var second = Open();
        await StoreAsync(first, "a");
        await StoreAsync(second, "b");
        var kept = Assert.Single(Directory.EnumerateFiles(Path.Combine(_directory.Path, "1", "sources")));
        File.SetLastWriteTimeUtc(kept, DateTime.UnixEpoch); // a write in its place, which a crash could tear, would show
        first.Dispose();
        second.Dispose();
        using var third = Open();
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(kept));
        Assert.Single(Directory.EnumerateFiles(Path.Combine(_directory.Path, "1", "sources")));
        Assert.Equal(2, third.WaitingInstances);
    }

    [Fact]
    public void The_reserve_is_never_touched()
    {
        using var spool = new InstanceSpool(_directory.Path, reserve: long.MaxValue / 2, TimeProvider.System);
        using var file = spool.Receive();
        file.Write(Bytes("anything"));
        Assert.NotNull(file.Failure);
        Assert.Equal(0, file.Length);
    }

    [Fact]
    public async Task A_commit_after_a_failure_keeps_nothing()
    {
        using var spool = Open();
        using (var file = spool.Receive())
        {
            file.Write(Bytes("half"));
            Directory.Delete(Path.Combine(_directory.Path, "1", "waiting"), recursive: true);
            Assert.Null(await file.CommitAsync(spool.Sources.KeyOf(Source), Hash, Instance));
            Assert.NotNull(file.Failure);
        }

        Assert.Equal(0, spool.WaitingInstances);
        Assert.Equal(0, spool.WaitingBytes);
        Assert.Empty(FilesBelow("receiving"));
    }

    [Fact]
    public async Task Many_at_once_are_all_kept()
    {
        using var spool = Open();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => StoreAsync(spool, $"{i:d3}"))));
        Assert.Equal(200, spool.HoldOldest(1000).Select(entry => File.ReadAllText(spool.PathOf(entry))).Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdef-0123456789abcdef-5-short")]
    [InlineData("0123456789abcdeg-0123456789abcdef-5-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("ffffffffffffffff-0123456789abcdef-5-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("somebody's file.txt")]
    public void Names_that_are_not_ours_are_left_alone(string name) => Assert.Null(SpoolEntry.Parse(name, 1));

    [Fact]
    public async Task It_tells_which_instances_wait_here_and_with_another_process()
    {
        using var spool = Open();
        Assert.False(spool.Waiting().Contains(Instance));
        SpoolEntry entry;
        using (var import = Open())
        {
            entry = await StoreAsync(import, "of an import beside the server");
            Assert.True(spool.Waiting().Contains(Instance));
            Assert.False(spool.Waiting().Contains(Uid.New()));
            import.Remove(entry);
        }

        Assert.False(spool.Waiting().Contains(Instance));
        var earlier = entry with { Instance = null };
        Assert.Equal(earlier, SpoolEntry.Parse(earlier.FileName, entry.Segment));
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(spool.PathOf(Enter(spool)))!, earlier.FileName), "from an earlier version: whose it is its name does not tell");
        Assert.True(spool.Waiting().Contains(Uid.New()));
    }

    [Fact]
    public void A_source_that_is_gone_does_not_keep_an_instance_from_being_published()
    {
        using var spool = Open();
        Assert.Equal(IngestOrigin.Import, spool.Sources.Read("0123456789abcdef").Origin);
    }

    public void Dispose() => _directory.Dispose();

    private static ReadOnlySequence<byte> Bytes(string text) => new(System.Text.Encoding.ASCII.GetBytes(text));

    private static async Task<SpoolEntry> StoreAsync(InstanceSpool spool, string text)
    {
        using var file = spool.Receive();
        file.Write(Bytes(text));
        var entry = await file.CommitAsync(spool.Sources.KeyOf(Source), Hash, Instance) ?? throw new IOException("not kept", file.Failure);
        spool.Release(entry);
        return entry;
    }

    /// <summary>An entry without the flush, for tests with thousands.</summary>
    private static SpoolEntry Enter(InstanceSpool spool)
    {
        var (entry, _) = spool.Enter("0123456789abcdef", 1, Hash, Instance);
        File.WriteAllText(spool.PathOf(entry), "x");
        spool.Release(entry);
        return entry;
    }

    private InstanceSpool Open() => new(_directory.Path, reserve: 0, TimeProvider.System);

    private IEnumerable<string> FilesBelow(string part) => Directory.EnumerateFiles(Path.Combine(_directory.Path, "1", part), "*", SearchOption.AllDirectories);
}
