using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Index.Auditing;
using ImagingGateway.Storage.Index.Leasing;
using ImagingGateway.Storage.Index.Maintaining;
using ImagingGateway.Storage.Index.Postgres;
using ImagingGateway.Storage.Index.Publication;
using ImagingGateway.Storage.Index.Reading;
using ImagingGateway.Storage.Index.Searching;
using ImagingGateway.Storage.Index.Sqlite;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Leases;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Query;
using ImagingGateway.Storage.Recoding;
using ImagingGateway.Storage.Retrieve;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Storage.Index;

/// <summary>Wires the index.</summary>
public static class IndexRegistration
{
    /// <summary>
    /// Adds the database that <paramref name="options"/> name, its schema, and what ingest, retrieval, search, the study list and the audit
    /// trail need of it. Migrations of all rooms run before any hosted service starts; without a host call <see cref="MigrationRunner.RunAsync"/>.
    /// </summary>
    /// <exception cref="IndexUnavailableException">The settings cannot be right; the message says which.</exception>
    public static IServiceCollection AddIndex(this IServiceCollection services, StorageOptions options)
    {
        var open = Backend(options);
        services.AddSingleton(_ => open());
        services.AddSingleton(provider => provider.GetRequiredService<IIndexBackend>().Database);
        foreach (var migration in (Migration[])[.. IndexSchema.Migrations, .. AuditSchema.Migrations, .. LeaseTable.Migrations, .. ObjectSchema.Migrations, .. RecodingSchema.Migrations])
            services.AddSingleton(migration);
        services.AddSingleton(provider => new MigrationRunner(
            provider.GetRequiredService<IIndexBackend>(), provider.GetServices<Migration>(), provider.GetRequiredService<ILogger<MigrationRunner>>()));
        services.AddHostedService<MigrationService>();
        services.AddSingleton<IPublicationIndex>(provider => new PublicationIndex(provider.GetRequiredService<IIndexBackend>()));
        services.AddSingleton<IRetrievalIndex>(provider => new RetrievalIndex(provider.GetRequiredService<IIndexBackend>()));
        services.AddSingleton<IInstanceSearch>(provider => new InstanceSearch(provider.GetRequiredService<IIndexBackend>()));
        services.AddSingleton<IStudyList>(provider => new StudyList(provider.GetRequiredService<IIndexBackend>()));
        services.AddSingleton<IMaintenanceIndex>(provider => new MaintenanceIndex(provider.GetRequiredService<IIndexBackend>()));
        services.AddSingleton<IDeletionIndex>(provider => new DeletionIndex(provider.GetRequiredService<IIndexBackend>()));
        services.AddSingleton<IRecodingIndex>(provider => new RecodingIndex(provider.GetRequiredService<IIndexBackend>()));
        services.AddSingleton<IIndexBackup>(provider => provider.GetRequiredService<IIndexBackend>() switch
        {
            SqliteBackend sqlite => new SqliteBackup(sqlite, provider.GetServices<Migration>()),
            PostgresBackend postgres => new PostgresBackup(options.Postgres, postgres, provider.GetServices<Migration>()),
            _ => throw new InvalidOperationException("No such back end."),
        });
        services.AddSingleton<ILeases>(provider => new LeaseTable(provider.GetRequiredService<IIndexBackend>()));
        services.AddSingleton(provider => new AuditTrail(provider.GetRequiredService<IIndexBackend>(), provider.GetRequiredService<ILogger<AuditTrail>>()));
        services.AddSingleton<IAuditRows>(provider => new AuditRows(provider.GetRequiredService<IIndexBackend>()));
        services.AddSingleton<IAuditTrail>(provider => provider.GetRequiredService<AuditTrail>());
        services.AddHostedService(provider => provider.GetRequiredService<AuditTrail>());
        return services;
    }

    private static Func<IIndexBackend> Backend(StorageOptions options) => options.Index.ToLowerInvariant() switch
    {
        "sqlite" => () => new SqliteBackend(Path.GetFullPath(Path.Combine(options.Data, "index"))),
        "postgres" => Postgres(options),
        _ => throw new IndexUnavailableException($"The setting Index is '{options.Index}', but this gateway knows 'sqlite' and 'postgres': correct it in appsettings.json or in the environment."),
    };

    private static Func<IIndexBackend> Postgres(StorageOptions options)
    {
        var backend = new PostgresBackend(options.Postgres); // opens nothing yet; a wrong setting is told at once
        return () => backend;
    }
}
