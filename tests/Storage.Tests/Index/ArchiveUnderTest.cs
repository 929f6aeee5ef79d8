using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Leases;
using ImagingGateway.Storage.Query;
using ImagingGateway.Storage.Retrieve;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ImagingGateway.Storage.Tests.Index;

/// <summary>An empty index of its own for one test, wired as the host wires it.</summary>
internal sealed class ArchiveUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private ArchiveUnderTest(StorageOptions options, Action<IServiceCollection>? configure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddIndex(options);
        configure?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public IPublicationIndex Publication => _services.GetRequiredService<IPublicationIndex>();

    public IRetrievalIndex Retrieval => _services.GetRequiredService<IRetrievalIndex>();

    public IInstanceSearch Search => _services.GetRequiredService<IInstanceSearch>();

    public IStudyList Studies => _services.GetRequiredService<IStudyList>();

    public ILeases Leases => _services.GetRequiredService<ILeases>();

    public IAuditTrail Audit => _services.GetRequiredService<IAuditTrail>();

    public IAuditRows AuditRows => _services.GetRequiredService<IAuditRows>();

    public GatewayDatabase Database => _services.GetRequiredService<GatewayDatabase>();

    public MigrationRunner Migrations => _services.GetRequiredService<MigrationRunner>();

    public IEnumerable<IHostedService> HostedServices => _services.GetServices<IHostedService>();

    public static async Task<ArchiveUnderTest> StartAsync(StorageOptions options, Action<IServiceCollection>? configure = null)
    {
        var archive = new ArchiveUnderTest(options, configure);
        await archive.Migrations.RunAsync(default);
        return archive;
    }

    public async Task<List<PublishOutcome>> PublishAsync(params InstanceRecord[] records) => [.. await Publication.PublishAsync(records, default)];

    public async Task<List<DataSet>> FindAsync(IndexQuery query)
    {
        var answers = new List<DataSet>();
        await foreach (var answer in Search.SearchAsync(query, default))
            answers.Add(answer);
        return answers;
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var command = Database.DataSource.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public async Task<List<string>> TextsAsync(string sql)
    {
        await using var command = Database.DataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await reader.ReadAsync())
            texts.Add(reader.GetString(0));
        return texts;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
