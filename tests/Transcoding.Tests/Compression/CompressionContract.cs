using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Query;
using ImagingGateway.Storage.Recoding;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Transcoding.Compression;

namespace ImagingGateway.Transcoding.Tests.Compression;

/// <summary>Compressing cold studies: run on SQLite with files, and on PostgreSQL with S3.</summary>
public abstract class CompressionContract : IAsyncLifetime
{
    private const string JpegLs = "1.2.840.10008.1.2.4.80", Explicit = "1.2.840.10008.1.2.1";

    /// <summary>Old enough is whatever is there.</summary>
    private static readonly TimeSpan Any = TimeSpan.FromDays(-1);

    private protected static readonly PixelDescription Ct = new(120, 130, 1, 1, 16, 12, 11, false, 0, "MONOCHROME2");

    private readonly Guard _guard = new();
    private Archive _archive = null!;

    private protected Archive Started => _archive;

    public async Task InitializeAsync() => _archive = await Archive.StartAsync(storage: await NewOptionsAsync(), guard: _guard);

    public Task DisposeAsync() => _archive.DisposeAsync().AsTask();

    [Fact]
    public async Task Cold_images_are_compressed_and_stay_the_same()
    {
        PixelDescription[] layouts =
        [
            Ct, Ct with { IsSigned = true, BitsStored = 16, HighBit = 15 }, Ct with { NumberOfFrames = 4, BitsAllocated = 8, BitsStored = 8, HighBit = 7 },
            Ct with { SamplesPerPixel = 3, BitsAllocated = 8, BitsStored = 8, HighBit = 7, PhotometricInterpretation = "RGB" },
        ];
        var stored = new List<(StoredInstance Was, byte[] File, byte[] Pixels)>();
        foreach (var layout in layouts)
        {
            var (file, pixels) = TestImage.Make(layout);
            stored.Add((await _archive.StoreAsync(file), file, pixels));
        }

        var before = (await _archive.Get<IStudyList>().CountAsync(default)).Bytes;
        var report = await RunAsync();

        Assert.Equal((4, 4, 0), (report.Studies, report.Compressed, report.Kept));
        Assert.NotNull(report.EndedAt);
        Assert.Equal(before, report.BytesBefore);
        Assert.Equal(report.BytesAfter, (await _archive.Get<IStudyList>().CountAsync(default)).Bytes);
        Assert.Equal((4, before, report.BytesAfter), await _archive.Get<IRecodingIndex>().TotalAsync(default));
        foreach (var (was, _, pixels) in stored)
        {
            var now = await LocateAsync(was);
            Assert.Equal(JpegLs, now.TransferSyntaxUid.Value);
            Assert.NotEqual(was.ObjectKey, now.ObjectKey);
            var found = (await _archive.Get<InstanceLookup>().FindAsync(now.StudyInstanceUid, now.SeriesInstanceUid, now.SopInstanceUid, default))!;
            var frames = new List<byte>();
            for (var number = 1; number <= found.FrameCount; number++)
                frames.AddRange((await _archive.Get<FrameSamples>().DecodeAsync(found, number, default)).ToArray());
            Assert.Equal(pixels, frames);
        }

        Assert.Empty(await VerifyAsync());
        Assert.Equal(0, (await RunAsync()).Studies); // looked at once
        Assert.Equal((0, 0), await _archive.Get<IRecodingIndex>().CountColdAsync(DateTimeOffset.UtcNow - Any, ColdCompression.Uncompressed, default));
    }

    [Fact]
    public async Task What_was_received_goes_only_after_its_time_and_is_known_when_it_comes_again()
    {
        var (file, _) = TestImage.Make(Ct);
        var was = await _archive.StoreAsync(file);
        await RunAsync();
        var now = await LocateAsync(was);
        Assert.Empty(await _archive.Get<IMaintenanceIndex>().DueRemovalsAsync(DateTimeOffset.UtcNow.AddDays(13), 10, default));
        Assert.Equal([was.Place.Object], await _archive.Get<IMaintenanceIndex>().DueRemovalsAsync(DateTimeOffset.UtcNow.AddDays(15), 10, default));
        Assert.Equal(file, await ReadAsync(was)); // whoever has the old place still reads it

        Assert.Equal(now, await _archive.StoreAsync(file));
        Assert.Equal(0, await CountAsync("select count(*) from instance_versions"));

        await ExecuteAsync("update removals set due_at = 0");
        var sweep = _archive.Get<ObjectSweep>();
        Assert.Empty((await sweep.RunAsync(Any, null, default)).Unknown);
        await ExecuteAsync("update removals set due_at = 0");
        await sweep.RemoveDueAsync(default);
        Assert.Equal([now.Place.Object], await NamesAsync());
        Assert.Empty(await VerifyAsync());
    }

    [Fact]
    public async Task Studies_that_must_stay_are_not_touched()
    {
        var held = await _archive.StoreAsync(TestImage.Make(Ct).File);
        var pinned = await _archive.StoreAsync(TestImage.Make(Ct).File);
        await _archive.Get<StudyDeletion>().HoldAsync(held.StudyInstanceUid, "case 7", "judge", default);
        _guard.Answers = study => study == pinned.StudyInstanceUid ? "pinned" : null;

        Assert.Equal(0, (await RunAsync(TimeSpan.FromDays(1))).Studies); // too young
        Assert.Equal((1, 0), await RunAsync() is var report ? (report.Studies, report.Compressed) : default);
        Assert.Equal(held, await LocateAsync(held));
        Assert.Equal(pinned, await LocateAsync(pinned));
        Assert.Equal(0, await CountAsync("select count(*) from recodings"));
    }

    [Fact]
    public async Task What_an_interruption_leaves_is_rubbish_and_not_another_version()
    {
        var was = await _archive.StoreAsync(TestImage.Make(Ct).File);
        var asked = 0;
        _guard.Answers = _ => ++asked == 1 ? null : "frozen meanwhile";

        Assert.Equal((0, 1), await RunAsync() is var report ? (report.Compressed, report.Kept) : default);
        Assert.Equal(was, await LocateAsync(was));
        Assert.Equal(2, (await NamesAsync()).Count); // the upload that nothing names

        await foreach (var progress in _archive.Get<IndexRebuild>().RunAsync(true, default))
            Assert.Equal((0, 2), (progress.Added, progress.Present));
        Assert.Equal(0, await CountAsync("select count(*) from instance_versions"));
        Assert.Equal((1, 0), await _archive.Get<ObjectSweep>().RunAsync(Any, null, default) is var swept ? (swept.Superfluous, swept.Unknown.Count) : default);
        await ExecuteAsync("update removals set due_at = 0");
        await _archive.Get<ObjectSweep>().RemoveDueAsync(default);
        Assert.Equal([was.Place.Object], await NamesAsync());
    }

    [Fact]
    public async Task What_would_not_shrink_or_not_stay_the_same_is_left_as_it_is()
    {
        var noise = TestImage.Make(Ct with { BitsAllocated = 8, BitsStored = 8, HighBit = 7 });
        new Random(7).NextBytes(noise.File.AsSpan(noise.File.Length - noise.Pixels.Length));
        var (overlaid, pixels) = TestImage.Make(Ct);
        overlaid[^1] |= 0x80; // a bit above bits stored: JPEG-LS has no place for it
        Assert.True(pixels[^1] < 0x80);
        var kept = new[] { await _archive.StoreAsync(noise.File), await _archive.StoreAsync(overlaid) };

        Assert.Equal((2, 0, 2), await RunAsync() is var report ? (report.Studies, report.Compressed, report.Kept) : default);
        foreach (var one in kept)
            Assert.Equal((one, Explicit), (await LocateAsync(one), one.TransferSyntaxUid.Value));
        Assert.Equal(2, (await NamesAsync()).Count);
    }

    [Fact]
    public async Task A_file_with_one_changed_sample_or_element_is_not_the_same()
    {
        var (file, _) = TestImage.Make(Ct);
        var stored = await _archive.StoreAsync(file);
        var path = Path.GetTempFileName();
        try
        {
            Assert.Null(await DifferenceAsync(file));
            Assert.Equal("frame 1 would change", await DifferenceAsync([.. file[..^1], (byte)(file[^1] ^ 1)]));
            var other = file.ToArray();
            var at = other.AsSpan().IndexOf("TEST"u8);
            other[at] = (byte)'B';
            Assert.Equal("other elements than the pixel data would change", await DifferenceAsync(other));
        }
        finally
        {
            File.Delete(path);
        }

        async Task<string?> DifferenceAsync(byte[] bytes)
        {
            await File.WriteAllBytesAsync(path, bytes);
            return await _archive.Get<SameInstance>().DifferenceAsync(stored, path, default);
        }
    }

    /// <summary>Settings with an empty index and an empty store.</summary>
    protected abstract Task<StorageOptions> NewOptionsAsync();

    private protected Task<CompressionReport> RunAsync(TimeSpan? age = null) => _archive.Get<ColdCompression>().RunAsync(age ?? Any, null, default);

    private protected async Task<StoredInstance> LocateAsync(StoredInstance was)
    {
        await foreach (var now in _archive.Get<IInstanceRetrieve>().LocateAsync(RetrieveScope.Instance(was.StudyInstanceUid, was.SeriesInstanceUid, was.SopInstanceUid), default))
            return now;
        throw new InvalidOperationException("The instance is gone.");
    }

    private async Task<byte[]> ReadAsync(StoredInstance stored)
    {
        await using var content = await _archive.Get<IObjectStore>().OpenRangeAsync(stored.Place.Object, stored.Place.Offset, stored.Place.Length, default);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private async Task<List<string>> NamesAsync()
    {
        var names = new List<string>();
        await foreach (var stored in _archive.Get<IObjectStore>().ListAsync(default))
            names.Add(stored.Name);
        return names;
    }

    private protected async Task<List<BytesState>> VerifyAsync()
    {
        var found = new List<BytesState>();
        await foreach (var progress in _archive.Get<ArchiveVerification>().RunAsync(true, 2, default))
            found.AddRange(progress.Found.Select(one => one.State));
        return found;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _archive.Get<GatewayDatabase>().DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = _archive.Get<GatewayDatabase>().DataSource.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private sealed class Guard : IDeletionGuard
    {
        public Func<Uid, string?> Answers { get; set; } = _ => null;

        public Task<string?> ReasonToKeepAsync(Uid studyInstanceUid, CancellationToken cancellationToken) => Task.FromResult(Answers(studyInstanceUid));
    }
}
