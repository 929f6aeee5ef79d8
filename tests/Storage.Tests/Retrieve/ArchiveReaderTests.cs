using System.IO.Compression;
using System.Security.Cryptography;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Storage.Tests.Objects;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Retrieve;

/// <summary>Reading back, on the file store and on a real S3 server.</summary>
[Collection("s3")]
public sealed class ArchiveReaderTests(S3Server server)
{
    private static readonly Tag LongPrivateValue = new(0x0029, 0x1001);

    public static TheoryData<string> Stores => new("files", "s3");

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Each_frame_is_read_alone(string store)
    {
        await using var archive = await OpenAsync(store);
        var frames = Enumerable.Range(0, 5).Select(_ => RandomNumberGenerator.GetBytes(1000)).ToArray();
        var instance = await StoreAsync(archive, new MadeInstance { PixelData = [.. frames.SelectMany(frame => frame)], Frames = 5 });
        Assert.Equal(5, instance.NumberOfFrames);
        var index = await archive.Retrieve.FramesAsync(instance, default);
        for (var number = 1; number <= 5; number++)
            Assert.Equal(frames[number - 1], (await archive.Retrieve.ReadFrameAsync(instance, index!, number, default)).ToArray());
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Runs_of_the_data_set_and_bulk_values_are_read_where_they_lie(string store)
    {
        await using var archive = await OpenAsync(store);
        var made = new MadeInstance { LongValue = RandomNumberGenerator.GetBytes(5000) };
        var instance = await StoreAsync(archive, made);
        await using (var all = await archive.Retrieve.OpenDataSetRangeAsync(instance, 0, instance.DataSetLength, inflate: false, default))
            Assert.Equal(made.DataSet(), await Archive.ReadAsync(all));
        var bulk = await archive.Retrieve.BulkDataAsync(instance, "00291001", default);
        Assert.NotNull(bulk);
        await using (var value = await archive.Retrieve.OpenDataSetRangeAsync(instance, bulk.Offset, bulk.Length, inflate: true, default))
            Assert.Equal(made.LongValue, await Archive.ReadAsync(value));
        Assert.Null(await archive.Retrieve.BulkDataAsync(instance, "00291002", default));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task The_header_has_its_long_values_but_not_the_pixel_data(string store)
    {
        await using var archive = await OpenAsync(store);
        var made = new MadeInstance { LongValue = RandomNumberGenerator.GetBytes(200_000), PixelData = new byte[300_000] };
        var instance = await StoreAsync(archive, made);
        foreach (var _ in (int[])[1, 2])
        {
            var header = await archive.Retrieve.HeaderAsync(instance, default);
            Assert.Equal(made.LongValue, header[LongPrivateValue]!.Bytes.ToArray());
            Assert.Equal(new Uid(made.Sop!), header.GetUid(Tags.SOPInstanceUID));
            Assert.True(header[Tags.PixelData]?.Bytes.IsEmpty ?? true);
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_header_without_pixel_data_is_read_whole(string store)
    {
        await using var archive = await OpenAsync(store);
        var made = new MadeInstance { LongValue = RandomNumberGenerator.GetBytes(5000), PixelData = [] };
        var instance = await StoreAsync(archive, made);
        Assert.Null(await archive.Retrieve.FramesAsync(instance, default));
        Assert.Equal(made.LongValue, (await archive.Retrieve.HeaderAsync(instance, default))[LongPrivateValue]!.Bytes.ToArray());
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_deflated_data_set_is_read_inflated_and_as_it_is(string store)
    {
        await using var archive = await OpenAsync(store);
        var made = new MadeInstance { LongValue = RandomNumberGenerator.GetBytes(5000), PixelData = RandomNumberGenerator.GetBytes(2000), Frames = 2 };
        using var deflated = new MemoryStream();
        using (var deflate = new DeflateStream(deflated, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(made.DataSet());
        var incoming = new IncomingInstance.AnnouncedDataSet(new Uid(made.SopClass), new Uid(made.Sop!), Uids.DeflatedExplicitVRLittleEndian, Archive.Source);
        Assert.IsType<IngestOutcome.Stored>(await archive.StoreAsync(incoming, deflated.ToArray()));
        await archive.PublishedAsync();
        var instance = Assert.Single(await archive.LocateAsync(made));

        await using (var raw = await archive.Retrieve.OpenDataSetRangeAsync(instance, 0, instance.DataSetLength, inflate: false, default))
            Assert.Equal(deflated.ToArray(), await Archive.ReadAsync(raw));
        await using (var inflated = await archive.Retrieve.OpenDataSetRangeAsync(instance, 8, long.MaxValue - 8, inflate: true, default))
            Assert.Equal(made.DataSet()[8..], await Archive.ReadAsync(inflated));
        var frames = await archive.Retrieve.FramesAsync(instance, default);
        Assert.Equal(made.PixelData[1000..], (await archive.Retrieve.ReadFrameAsync(instance, frames!, 2, default)).ToArray());
        Assert.Equal(made.LongValue, (await archive.Retrieve.HeaderAsync(instance, default))[LongPrivateValue]!.Bytes.ToArray());
    }

    [Fact]
    public async Task Metadata_is_what_ingest_kept()
    {
        await using var archive = await OpenAsync("files");
        var made = new MadeInstance { LongValue = new byte[5000] };
        await StoreAsync(archive, made);
        var all = new List<string>();
        await foreach (var metadata in archive.Retrieve.MetadataAsync(RetrieveScope.Study(new Uid(made.Study!)), default))
            all.Add(System.Text.Encoding.UTF8.GetString(metadata.Json.Span));
        var json = Assert.Single(all);
        Assert.Contains("bulkdata/7FE00010", json, StringComparison.Ordinal);
        Assert.Contains("bulkdata/00291001", json, StringComparison.Ordinal);
        Assert.Contains(made.Sop!, json, StringComparison.Ordinal);
    }

    private static async Task<StoredInstance> StoreAsync(Archive archive, MadeInstance made)
    {
        Assert.IsType<IngestOutcome.Stored>(await archive.StoreAsync(made));
        await archive.PublishedAsync();
        return Assert.Single(await archive.LocateAsync(made));
    }

    private Task<Archive> OpenAsync(string store) => Archive.StartAsync(new StorageOptions { Objects = store, S3 = server.Options, SpoolReserveBytes = 0 });
}
