using System.IO.Pipelines;
using System.Security.Cryptography;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Ingest;

/// <summary>Watches the memory of the whole process, so nothing runs beside it.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class AloneCollection;

[Collection("alone")]
public sealed class LargeInstanceTests
{
    private const int Length = 300 << 20;
    private const long Bound = 48L << 20;
    private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);
    private long _most;

    [Fact]
    public async Task A_large_instance_goes_in_and_out_without_being_held_in_memory()
    {
        await using var archive = await Archive.StartAsync();
        var made = new MadeInstance { PixelData = new byte[2] };
        var start = made.DataSet()[..^2];
        BitConverter.GetBytes((uint)Length).CopyTo(start, start.Length - 4);

        var stored = await SendAsync(archive, made, start);
        Assert.False(Assert.IsType<IngestOutcome.Stored>(stored).IsTruncated);
        await archive.PublishedAsync();
        var found = Assert.Single(await archive.LocateAsync(made));
        await using var content = await archive.Retrieve.OpenFileAsync(found, default);
        Assert.Equal(found.Length, await CountAsync(content));
        Assert.InRange(_most - _before, 0, Bound);
    }

    private async Task<IngestOutcome> SendAsync(Archive archive, MadeInstance made, byte[] start)
    {
        var pipe = new Pipe();
        var incoming = new IncomingInstance.AnnouncedDataSet(made.Announcement.SopClass, made.Announcement.Sop, made.Announcement.TransferSyntax, Archive.Source);
        var ingest = archive.Ingest.IngestAsync(incoming, pipe.Reader, default);
        await pipe.Writer.WriteAsync(start);
        var block = RandomNumberGenerator.GetBytes(64 << 10);
        for (var sent = 0; sent < Length; sent += block.Length)
        {
            await pipe.Writer.WriteAsync(block);
            Watch();
        }

        await pipe.Writer.CompleteAsync();
        return await ingest;
    }

    private async Task<long> CountAsync(Stream content)
    {
        var buffer = new byte[64 << 10];
        var total = 0L;
        for (int read; (read = await content.ReadAsync(buffer)) > 0; total += read)
            Watch();
        return total;
    }

    private void Watch() => _most = Math.Max(_most, GC.GetTotalMemory(forceFullCollection: false));
}
