using ImagingGateway.Filmless.Evidence.Signing;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Maintenance;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>Wires what is known of studies and how it is proven.</summary>
internal static class EvidenceRegistration
{
    public static void AddEvidence(this IServiceCollection services)
    {
        foreach (var migration in EvidenceMigrations.All)
            services.AddSingleton(migration);
        services.AddSingleton<IEvidenceSource, EvidenceIndex>();
        services.AddSingleton<EvidenceStore>();
        services.AddSingleton<EvidenceLookups>();
        services.AddSingleton<IStudyEvidence, StudyEvidenceIndex>();
        services.AddHostedService<EvidenceUpdates>();
        services.AddSingleton(provider => HospitalKeys.LoadOrCreate(FilmlessRegistration.KeysDirectory(provider.GetRequiredService<StorageOptions>())));
        services.AddHostedService<AuditHeadSigning>();
        services.AddSingleton<ManifestStore>();
        services.AddSingleton<IDeletionGuard, FrozenStudiesStay>();
        services.AddSingleton<IStudyManifests, StudyManifests>();
    }
}
