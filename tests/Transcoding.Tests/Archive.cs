using System.Buffers;
using System.IO.Pipelines;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Retrieve;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ImagingGateway.Transcoding.Tests;

/// <summary>A whole archive in a directory of its own with this room on top; nothing is replaced.</summary>
public sealed class Archive : IAsyncDisposable
{
    private readonly IHost _host;

    private Archive(IHost host, string directory) => (_host, Directory) = (host, directory);

    /// <summary>The data directory.</summary>
    public string Directory { get; }

    public static async Task<Archive> StartAsync(TranscodingOptions? options = null, StorageOptions? storage = null, IDeletionGuard? guard = null)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("transcoding-").FullName;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging();
        builder.Services.AddStorage((storage ?? new StorageOptions()) with { Data = directory, SpoolReserveBytes = 1 << 20 });
        if (guard is not null)
            builder.Services.AddSingleton(guard);
        builder.Services.AddTranscoding(options ?? new TranscodingOptions());
        var host = builder.Build();
        await host.StartAsync();
        return new Archive(host, directory);
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Stores an invented instance and waits until it is visible.</summary>
    public Task<StoredInstance> StoreAsync(DemoInstance instance)
    {
        var output = new ArrayBufferWriter<byte>();
        FileMetaInformation.Write(output, instance.SopClassUid, instance.SopInstanceUid, instance.TransferSyntax.Uid, null);
        DataSetWriter.Write(output, instance.DataSet, instance.TransferSyntax);
        return StoreAsync(output.WrittenSpan.ToArray());
    }

    /// <summary>Stores a Part 10 file and waits until it is visible.</summary>
    public async Task<StoredInstance> StoreAsync(byte[] file)
    {
        var ingest = Get<IInstanceIngest>();
        var source = new InstanceSource(IngestOrigin.StowRs, null, null, "127.0.0.1", null);
        var outcome = await ingest.IngestAsync(new IncomingInstance.Part10File(source), PipeReader.Create(new ReadOnlySequence<byte>(file)), CancellationToken.None);
        var kept = Assert.IsType<IngestOutcome.Stored>(outcome);
        await ingest.WhenPublishedAsync(CancellationToken.None);
        var scope = RetrieveScope.Instance(kept.StudyInstanceUid, kept.SeriesInstanceUid, kept.SopInstanceUid);
        await foreach (var stored in Get<IInstanceRetrieve>().LocateAsync(scope, CancellationToken.None))
            return stored;
        throw new InvalidOperationException("The instance is not visible.");
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable host)
            await host.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
