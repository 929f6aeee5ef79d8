using ImagingGateway.Storage.Commitment;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Maintenance.Exporting;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Objects.Files;
using ImagingGateway.Storage.Objects.S3;
using ImagingGateway.Storage.Query;
using ImagingGateway.Storage.Recoding;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Storage.Spool;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Storage;

/// <summary>Puts the room together.</summary>
public static class StorageRegistration
{
    /// <summary>Registers ingest, publication, index, object store, search, retrieval and audit on the chosen back ends.</summary>
    /// <exception cref="InvalidStorageOptionsException">The settings are wrong; the message says what to write instead.</exception>
    public static IServiceCollection AddStorage(this IServiceCollection services, StorageOptions options)
    {
        if (StorageOptionsValidator.Validate(options) is { Count: > 0 } problems)
            throw new InvalidStorageOptionsException(problems);
        if (DataOwner.Fault(options.Data) is { } fault)
            throw new InvalidStorageOptionsException([fault]);
        services.TryAddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddIndex(options);
        services.AddSingleton<StudyArrivals>();
        services.AddSingleton<Questions>();
        services.AddSingleton(provider => new InstanceSpool(Path.Combine(options.Data, "spool"), options.SpoolReserveBytes, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IObjectStore>(_ => options.Objects == "s3" ? new S3ObjectStore(options.S3) : new FileObjectStore(Path.Combine(options.Data, "objects")));
        if (options.Objects == "s3")
            services.AddHostedService(provider => new S3StartCheck(new S3ObjectStore(options.S3), provider.GetRequiredService<ILogger<S3StartCheck>>()));
        services.AddSingleton<UnpublishedStudies>();
        services.AddSingleton<PublicationQueue>();
        services.AddSingleton<IInstanceIngest, InstanceIngest>();
        services.AddSingleton<DamagedReads>();
        services.AddSingleton<IInstanceRetrieve, ArchiveReader>();
        services.AddSingleton<FolderImport>();
        services.AddSingleton<InstanceVerification>();

        services.AddSingleton<BytesCheck>();
        services.AddSingleton<SecondCopies>();
        services.AddSingleton<Repacking>();
        services.AddSingleton<ObjectSweep>();
        services.AddSingleton<ArchiveVerification>();
        services.AddSingleton<IndexRebuild>();
        services.AddSingleton<ArchiveBackup>();
        services.AddSingleton<StudyExport>();
        services.AddSingleton(options.Retention);
        services.AddSingleton<SeenPacks>();
        services.AddSingleton<StudyDeletion>();
        services.AddSingleton<InstanceReplacement>();

        // after the index: its migrations run before the first publication
        services.AddSingleton<Publisher>();
        services.AddSingleton<ISpoolMonitor>(provider => provider.GetRequiredService<Publisher>());
        services.AddHostedService(provider => provider.GetRequiredService<Publisher>());
        services.AddHostedService<StorageUpkeep>();
        return services;
    }
}
