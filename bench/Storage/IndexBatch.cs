using BenchmarkDotNet.Attributes;
using ImagingGateway.Bench.Index;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Ingest;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.Bench.Storage;

/// <summary>One index transaction for what arrived in the last milliseconds, durable when it returns; on SQLite, or on the PostgreSQL that <c>GATEWAY_POSTGRES</c> names.</summary>
[MemoryDiagnoser]
public class IndexBatch
{
    private const int Batch = 250, Patients = 100_000;

    private readonly string _directory = Directory.CreateTempSubdirectory("index-batch-").FullName;
    private readonly ArchiveGenerator _generator = new(1);
    private ServiceProvider _services = null!;
    private IPublicationIndex _index = null!;
    private List<InstanceRecord> _records = [];
    private int _next = Random.Shared.Next(1_000_000) * 1_000;

    // not a task: this toolchain does not wait for one
    [GlobalSetup]
    public void Setup()
    {
        var options = Environment.GetEnvironmentVariable("GATEWAY_POSTGRES") is { Length: > 0 } postgres
            ? new StorageOptions { Index = "postgres", Postgres = new PostgresOptions { ConnectionString = postgres } }
            : new StorageOptions { Data = _directory };
        _services = new ServiceCollection().AddLogging().AddIndex(options).BuildServiceProvider();
        _services.GetRequiredService<MigrationRunner>().RunAsync(default).GetAwaiter().GetResult();
        _index = _services.GetRequiredService<IPublicationIndex>();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _services.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(_directory, recursive: true);
    }

    [IterationSetup(Target = nameof(Series))]
    public void NextSeries() => _records = [.. _generator.Study(_next++, Patients, Batch)];

    [IterationSetup(Target = nameof(Studies))]
    public void NextStudies() => _records = [.. Enumerable.Range(0, Batch).SelectMany(_ => _generator.Study(_next++, Patients, 1))];

    /// <summary>250 images of one new series.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public int Series() => Publish();

    /// <summary>250 new studies of one image.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public int Studies() => Publish();

    private int Publish() => _index.PublishAsync(_records, CancellationToken.None).GetAwaiter().GetResult().Count;
}
