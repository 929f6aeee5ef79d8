using System.IO.Pipelines;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Query;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Storage.Spool;
using ImagingGateway.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Storage.Tests;

/// <summary>The whole storage room as the gateway composes it, on a directory of its own, that can be stopped and started again.</summary>
public sealed class Archive : IAsyncDisposable
{
    public static readonly InstanceSource Source = new(IngestOrigin.Dimse, AETitle.Parse("CT1"), AETitle.Parse("GATEWAY"), "192.0.2.7", null);

    private readonly TemporaryDirectory _directory = new();
    private readonly Func<IObjectStore, IObjectStore>? _around;
    private IHost? _host;

    private Archive(StorageOptions options, Func<IObjectStore, IObjectStore>? around)
    {
        Options = options with { Data = _directory.Path };
        _around = around;
    }

    public StorageOptions Options { get; set; }

    public string Data => _directory.Path;

    public IInstanceIngest Ingest => Get<IInstanceIngest>();

    public IInstanceRetrieve Retrieve => Get<IInstanceRetrieve>();

    public IStudyList Studies => Get<IStudyList>();

    public SpoolStatus Spool => Get<ISpoolMonitor>().Read();

    /// <summary>A running archive.</summary>
    /// <param name="options">Anything but the directory.</param>
    /// <param name="around">Wraps the object store, to make it fail.</param>
    public static async Task<Archive> StartAsync(StorageOptions? options = null, Func<IObjectStore, IObjectStore>? around = null)
    {
        var archive = new Archive(options ?? new StorageOptions { SpoolReserveBytes = 0 }, around);
        await archive.StartAgainAsync();
        return archive;
    }

    /// <summary>One that takes instances but publishes nothing until <see cref="StartAgainAsync"/>.</summary>
    public static Archive Unstarted()
    {
        var archive = new Archive(new StorageOptions { SpoolReserveBytes = 0 }, null);
        archive._host = archive.Build();
        return archive;
    }

    public T Get<T>()
        where T : notnull => _host!.Services.GetRequiredService<T>();

    public async Task StopAsync()
    {
        if (_host is null)
            return;
        await _host.StopAsync();
        _host.Dispose();
        _host = null;
    }

    public async Task StartAgainAsync()
    {
        await StopAsync();
        _host = Build();
        await _host.StartAsync();
    }

    public Task<IngestOutcome> StoreAsync(MadeInstance instance, int pieces = int.MaxValue, InstanceSource? source = null) =>
        StoreAsync(new IncomingInstance.AnnouncedDataSet(instance.Announcement.SopClass, instance.Announcement.Sop, instance.Announcement.TransferSyntax, source ?? Source), instance.DataSet(), pieces);

    public Task<IngestOutcome> StoreFileAsync(byte[] file, int pieces = int.MaxValue) =>
        StoreAsync(new IncomingInstance.Part10File(Source), file, pieces);

    /// <summary>Sends the bytes through a pipe in pieces of a length; the outcome comes after all of them were read.</summary>
    public async Task<IngestOutcome> StoreAsync(IncomingInstance incoming, byte[] bytes, int pieces = int.MaxValue)
    {
        var pipe = new Pipe();
        var sending = SendAsync();
        var outcome = await Ingest.IngestAsync(incoming, pipe.Reader, default);
        await sending;
        await pipe.Reader.CompleteAsync();
        return outcome;

        async Task SendAsync()
        {
            for (var position = 0; position < bytes.Length; position += Math.Min(pieces, bytes.Length - position))
                await pipe.Writer.WriteAsync(bytes.AsMemory(position, Math.Min(pieces, bytes.Length - position)));
            await pipe.Writer.CompleteAsync();
        }
    }

    public Task PublishedAsync() => Ingest.WhenPublishedAsync(default).WaitAsync(TimeSpan.FromSeconds(20));

    public async Task<List<StoredInstance>> LocateAsync(RetrieveScope scope)
    {
        var found = new List<StoredInstance>();
        await foreach (var instance in Retrieve.LocateAsync(scope, default))
            found.Add(instance);
        return found;
    }

    public Task<List<StoredInstance>> LocateAsync(MadeInstance instance) => LocateAsync(RetrieveScope.Study(new Uid(instance.Study!)));

    public async Task<byte[]> ReadFileAsync(StoredInstance instance)
    {
        await using var content = await Retrieve.OpenFileAsync(instance, default);
        return await ReadAsync(content);
    }

    public static async Task<byte[]> ReadAsync(Stream content)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy);
        return copy.ToArray();
    }

    /// <summary>Files of images, without what lies beside them.</summary>
    public List<string> Objects() => [.. Files("objects").Where(file => Path.GetExtension(file) == ".dcm")];

    /// <summary>Paths of all objects and of everything in the spool but its locks and sources.</summary>
    public IReadOnlyList<string> Files(string part) => Directory.Exists(Path.Combine(Data, part))
        ? [.. Directory.EnumerateFiles(Path.Combine(Data, part), "*", SearchOption.AllDirectories).Where(path => !path.EndsWith("/lock", StringComparison.Ordinal) && !path.Contains("/sources/", StringComparison.Ordinal))]
        : [];

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _directory.Dispose();
    }

    private IHost Build()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddStorage(Options);
        if (_around is { } around)
        {
            var inner = builder.Services.Last(service => service.ServiceType == typeof(IObjectStore));
            builder.Services.AddSingleton(provider => around((IObjectStore)inner.ImplementationFactory!(provider)));
        }

        return builder.Build();
    }
}
