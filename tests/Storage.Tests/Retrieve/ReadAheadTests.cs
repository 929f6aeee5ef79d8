using System.Security.Cryptography;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Storage.Tests.Ingest;
using ImagingGateway.Storage.Tests.Objects;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Retrieve;

/// <summary>Studies read whole out of packs on a real S3 server, requests counted.</summary>
[Collection("s3")]
public sealed class ReadAheadTests(S3Server server) : IAsyncLifetime
{
    private const int Instances = 24;
    private const int Bytes = 1 << 20;

    private readonly Dictionary<string, MadeInstance> _made = [];
    private Archive _archive = null!;
    private FailingObjectStore _store = null!;
    private List<StoredInstance> _located = [];

    /// <summary>One series of twenty-four instances of a megabyte.</summary>
    public async Task InitializeAsync()
    {
        var options = new StorageOptions { Objects = "s3", S3 = server.Options with { Bucket = $"ahead-{Guid.NewGuid():n}", PackQuiet = TimeSpan.FromSeconds(3) }, SpoolReserveBytes = 0 };
        _archive = await Archive.StartAsync(options, inner => _store = new FailingObjectStore(inner));
        var first = new MadeInstance();
        for (var i = 0; i < Instances; i++)
        {
            var made = first with { Sop = Dicom.Values.Uid.New().Value, InstanceNumber = i, PixelData = RandomNumberGenerator.GetBytes(Bytes) };
            _made.Add(made.Sop!, made);
            await _archive.StoreAsync(made);
        }

        await _archive.PublishedAsync();
        _located = await _archive.LocateAsync(first);
        Assert.Equal(Instances, _located.Count);
    }

    public async Task DisposeAsync() => await _archive.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Neighbours_come_by_one_request(bool areFiles)
    {
        await using var ahead = _archive.Retrieve.InOrder(_located);
        var before = _store.Requests;
        foreach (var instance in ahead.Instances)
            AssertIsWhole(instance, await ReadAsync(instance, areFiles));
        Assert.InRange(_store.Requests - before, 1, Instances / 4); // seven at once, and a pack may have been closed early
    }

    [Fact]
    public async Task What_is_read_in_another_order_in_part_or_side_by_side_is_the_same()
    {
        await using (var ahead = _archive.Retrieve.InOrder(_located))
        {
            foreach (var instance in ahead.Instances.Reverse().Concat(ahead.Instances.Where((_, i) => i % 3 == 0)))
                AssertIsWhole(instance, await ReadAsync(instance, areFiles: true));
            await using (var begun = await _archive.Retrieve.OpenFileAsync(ahead.Instances[0], default))
                await begun.ReadExactlyAsync(new byte[1000]);
            AssertIsWhole(ahead.Instances[1], await ReadAsync(ahead.Instances[1], areFiles: true));
        }

        await using var crossed = _archive.Retrieve.InOrder(_located);
        var contents = await Task.WhenAll(crossed.Instances.Select(instance => ReadAsync(instance, areFiles: true)));
        foreach (var (instance, content) in crossed.Instances.Zip(contents))
            AssertIsWhole(instance, content);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_is_cut_on_the_way_costs_a_request_not_the_study(bool fails)
    {
        var cuts = 0;
        _store.Delivers = content => ++cuts == 1 ? new CutStream(content, (2 * Bytes) + 777, fails) : content;
        await using var ahead = _archive.Retrieve.InOrder(_located);
        foreach (var instance in ahead.Instances)
            AssertIsWhole(instance, await ReadAsync(instance, areFiles: true));
        Assert.InRange(cuts, 2, Instances / 3);
    }

    private async Task<byte[]> ReadAsync(StoredInstance instance, bool areFiles)
    {
        await using var content = areFiles
            ? await _archive.Retrieve.OpenFileAsync(instance, default)
            : await _archive.Retrieve.OpenDataSetRangeAsync(instance, 0, instance.DataSetLength, inflate: false, default);
        return await Archive.ReadAsync(content);
    }

    private void AssertIsWhole(StoredInstance instance, byte[] content)
    {
        var dataSet = _made[instance.SopInstanceUid.Value].DataSet();
        Assert.True(content.AsSpan().EndsWith(dataSet));
        Assert.Contains(content.Length, new long[] { instance.Length, dataSet.Length });
    }

    /// <summary>Content that ends too early, as when a server closes the connection: with an error or without one.</summary>
    private sealed class CutStream(Stream inner, long left, bool fails) : MemoryStream
    {
        private long _left = left;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_left == 0)
                return fails ? throw new IOException("The connection was cut.") : 0;
            var read = await inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
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
