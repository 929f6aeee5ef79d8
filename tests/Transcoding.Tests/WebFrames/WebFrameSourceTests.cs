using ImagingGateway.Demo;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Transcoding.WebFrames;

namespace ImagingGateway.Transcoding.Tests.WebFrames;

public sealed class WebFrameSourceTests
{
    [Fact]
    public async Task A_frame_is_derived_once_kept_and_the_same_after_the_cache_is_deleted()
    {
        await using var archive = await Archive.StartAsync(new TranscodingOptions { FillCache = false });
        var found = await FindAsync(archive, await archive.StoreAsync(DemoStudies.Ultrasound(new DateTime(2026, 11, 21), frames: 3).First()));
        var frames = archive.Get<WebFrameSource>();
        Assert.True(frames.CanDerive(found));
        var many = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ReadAsync(frames, found, 2)));
        Assert.All(many, bytes => Assert.Equal(many[0], bytes));
        var file = Assert.Single(Files(archive));
        var samples = await archive.Get<FrameSamples>().DecodeInterleavedAsync(found, 2, default);
        Assert.Equal(samples.Samples.ToArray(), FrameDecoder.Decode(samples.Description, many[0], WebFrameSource.Syntax).Samples.ToArray());

        File.Delete(file);
        Assert.Equal(many[0], await ReadAsync(frames, found, 2));
        Assert.Equal(many[0], await ReadAsync(frames, found, 2));
        Assert.Single(Files(archive));
    }

    [Fact]
    public async Task What_was_stored_in_this_syntax_is_taken_as_it_is()
    {
        await using var archive = await Archive.StartAsync(new TranscodingOptions { FillCache = false });
        var stored = await archive.StoreAsync(DemoStudies.ChestCT(new DateTime(2026, 11, 21), slices: 1, size: 256).First());
        var coded = await CorpusTranscodingTests.SendAsync(archive, stored, WebFrameSource.Syntax);
        await using var other = await Archive.StartAsync(new TranscodingOptions { FillCache = false });
        var found = await FindAsync(other, await other.StoreAsync(coded));
        Assert.Equal(WebFrameSource.Syntax.Uid, found.Stored.TransferSyntaxUid);
        var original = await other.Get<IInstanceRetrieve>().ReadFrameAsync(found.Stored, found.Frames!, 1, default);
        Assert.Equal(original.ToArray(), await ReadAsync(other.Get<WebFrameSource>(), found, 1));
    }

    [Fact]
    public async Task Studies_that_arrived_are_made_ready()
    {
        await using var archive = await Archive.StartAsync();
        for (var i = 0; i < 2; i++)
            await archive.StoreAsync(DemoStudies.Ultrasound(new DateTime(2026, 11, 21), frames: 2).First());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var looking = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (Files(archive).Count() < 4)
            await looking.WaitForNextTickAsync(patience.Token);
    }

    private static IEnumerable<string> Files(Archive archive)
    {
        var directory = Path.Combine(archive.Directory, "cache", "frames");
        return Directory.Exists(directory) ? Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".part", StringComparison.Ordinal)) : [];
    }

    private static async Task<FoundInstance> FindAsync(Archive archive, StoredInstance stored) =>
        (await archive.Get<InstanceLookup>().FindAsync(stored.StudyInstanceUid, stored.SeriesInstanceUid, stored.SopInstanceUid, default))!;

    private static async Task<byte[]> ReadAsync(WebFrameSource frames, FoundInstance found, int number)
    {
        await using var frame = await frames.OpenAsync(found, number, default);
        var bytes = new byte[frame.Prefixes.Full];
        await frame.Codestream.ReadExactlyAsync(bytes);
        return bytes;
    }
}
