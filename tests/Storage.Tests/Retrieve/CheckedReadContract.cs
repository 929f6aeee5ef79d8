using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Commitment;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Maintenance.Exporting;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Storage.Tests.Ingest;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Retrieve;

/// <summary>What is given out whole is what was received, or reading it fails: on S3 always, on files when the setting says so.</summary>
public abstract class CheckedReadContract : IAsyncLifetime
{
    private const int Instances = 6;

    private readonly List<MadeInstance> _made = [];
    private List<StoredInstance> _located = [];

    private protected FailingObjectStore Store { get; private set; } = null!;

    protected Archive Archive { get; private set; } = null!;

    private DamagedReads Damaged => Archive.Get<DamagedReads>();

    /// <summary>One series of six instances of 300 KB.</summary>
    public async Task InitializeAsync()
    {
        FailingObjectStore? store = null;
        Archive = await Archive.StartAsync(NewOptions(), inner => store = new FailingObjectStore(inner));
        Store = store!;
        var first = new MadeInstance();
        for (var i = 0; i < Instances; i++)
        {
            var made = first with { Sop = Uid.New().Value, InstanceNumber = i, PixelData = [.. BitConverter.GetBytes(i), .. new byte[300_000]] };
            _made.Add(made);
            await Archive.StoreAsync(made);
        }

        await Archive.PublishedAsync();
        _located = await Archive.LocateAsync(first);
    }

    public async Task DisposeAsync() => await Archive.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Other_bytes_are_not_read_and_the_next_reader_is_told_at_once(bool areFiles)
    {
        var before = await ReadAsync(_located[2], areFiles);
        AssertIsWhole(2, before);
        await DamageAsync(_located[2]);
        var (read, fault) = await TryReadAsync(_located[2], areFiles);
        Assert.Equal(0, read); // small: compared before the first byte
        Assert.Equal(_located[2].SopInstanceUid, fault!.SopInstanceUid);
        Assert.Contains("verify", fault.Message, StringComparison.Ordinal);
        (read, fault) = await TryReadAsync(_located[2], areFiles);
        Assert.Equal(0, read);
        Assert.NotNull(fault);
        Assert.Equal([_located[2].SopInstanceUid], Damaged.Examples(9));

        // whole again once it comes again
        await Archive.StoreAsync(_made[2]);
        await Archive.PublishedAsync();
        Assert.Equal(0, Damaged.Count);
        Assert.Equal(before, await ReadAsync((await Archive.LocateAsync(_made[2]))[2], areFiles));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Others_that_are_read_with_it_are_not_disturbed(bool areFiles)
    {
        await DamageAsync(_located[2]);
        await using var ahead = Archive.Retrieve.InOrder(_located);
        for (var i = 0; i < Instances; i++)
        {
            if (i == 2)
                Assert.NotNull((await TryReadAsync(ahead.Instances[i], areFiles)).Fault);
            else
                AssertIsWhole(i, await ReadAsync(ahead.Instances[i], areFiles));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_large_ones_the_end_is_held_back(bool areFiles)
    {
        var made = new MadeInstance { PixelData = new byte[3 << 20] };
        await Archive.StoreAsync(made);
        await Archive.PublishedAsync();
        var stored = Assert.Single(await Archive.LocateAsync(made));
        await DamageAsync(stored);
        var (read, fault) = await TryReadAsync(stored, areFiles);
        Assert.InRange(read, 1, stored.DataSetLength - 1);
        Assert.NotNull(fault);
        (read, fault) = await TryReadAsync(stored, areFiles);
        Assert.Equal(0, read);
        Assert.NotNull(fault);
    }

    [Fact]
    public async Task Bytes_that_end_early_are_no_end()
    {
        Store.Delivers = content => new ShortStream(content, 100_000);
        Assert.NotNull((await TryReadAsync(_located[0], areFiles: true)).Fault);

        // it was the way there, not the image: read through once more, it is found whole
        Store.Delivers = null;
        AssertIsWhole(0, await ReadAsync(_located[0], areFiles: true));
        Assert.Equal(0, Damaged.Count);
    }

    [Fact]
    public async Task Commitment_and_export_say_what_is_damaged()
    {
        await DamageAsync(_located[2]);
        var verification = Archive.Get<InstanceVerification>();
        Assert.Equal(InstanceVerdict.Damaged, await verification.VerifyAsync(_located[2].SopClassUid, _located[2].SopInstanceUid, default));
        Assert.Equal(InstanceVerdict.Safe, await verification.VerifyAsync(_located[3].SopClassUid, _located[3].SopInstanceUid, default));

        using var directory = new TemporaryDirectory();
        var disc = Path.Combine(directory.Path, "disc");
        var report = await Archive.Get<StudyExport>().RunAsync(new[] { new Uid(_made[0].Study!) }.ToAsyncEnumerable(), disc, true, "tester", null, default);
        Assert.Equal(Instances - 1, report.Files);
        Assert.Equal([_located[2].SopInstanceUid], report.Left);
        Assert.Equal(Instances - 1, Directory.EnumerateFiles(disc, "IM*", SearchOption.AllDirectories).Count());
    }

    [Fact]
    public async Task Commitment_answers_for_every_version_of_an_instance()
    {
        // the same UID with other bytes: whoever sent them was told that they are stored
        await Archive.StoreAsync(_made[3] with { PixelData = new byte[64] });
        await Archive.PublishedAsync();
        var verification = Archive.Get<InstanceVerification>();
        Assert.Equal(InstanceVerdict.Safe, await verification.VerifyAsync(_located[3].SopClassUid, _located[3].SopInstanceUid, default));

        var version = await Archive.Get<IMaintenanceIndex>().BytesAsync(0, default).SingleAsync(bytes => bytes.IsVersion);
        await DamageAsync(_located[3] with { Place = version.Place });
        Assert.Equal(InstanceVerdict.Damaged, await verification.VerifyAsync(_located[3].SopClassUid, _located[3].SopInstanceUid, default));
        Assert.Equal(InstanceVerdict.Safe, await verification.VerifyAsync(_located[2].SopClassUid, _located[2].SopInstanceUid, default));
    }

    protected abstract StorageOptions NewOptions();

    /// <summary>Changes the last byte of an instance.</summary>
    protected abstract Task DamageAsync(StoredInstance instance);

    private async Task<byte[]> ReadAsync(StoredInstance instance, bool areFiles)
    {
        await using var content = await OpenAsync(instance, areFiles);
        return await Archive.ReadAsync(content);
    }

    private async Task<(long Read, DamagedInstanceException? Fault)> TryReadAsync(StoredInstance instance, bool areFiles)
    {
        var read = 0L;
        try
        {
            await using var content = await OpenAsync(instance, areFiles);
            var buffer = new byte[64 << 10];
            while (await content.ReadAsync(buffer) is > 0 and var count)
                read += count;
            return (read, null);
        }
        catch (DamagedInstanceException fault)
        {
            return (read, fault);
        }
    }

    private void AssertIsWhole(int instance, byte[] content) => Assert.True(content.AsSpan().EndsWith(_made[instance].DataSet()));

    private Task<Stream> OpenAsync(StoredInstance instance, bool areFiles) => areFiles
        ? Archive.Retrieve.OpenFileAsync(instance, default)
        : Archive.Retrieve.OpenDataSetRangeAsync(instance, 0, instance.DataSetLength, inflate: false, default);

    /// <summary>Content that ends too early, without an error.</summary>
    private sealed class ShortStream(Stream inner, int left) : MemoryStream
    {
        private int _left = left;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer[..Math.Min(buffer.Length, _left)], cancellationToken);
            _left -= read;
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
