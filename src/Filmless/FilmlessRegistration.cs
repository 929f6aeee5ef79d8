using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.DeIdentification;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Filmless.Ledger;
using ImagingGateway.Filmless.Reports;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Index;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ImagingGateway.Filmless;

/// <summary>Wires this room. Needs Storage (its options, database, study list and audit trail) to be registered too.</summary>
public static class FilmlessRegistration
{
    /// <summary>Safe to call twice.</summary>
    public static IServiceCollection AddFilmless(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(IStudyLinks)))
            return services;
        foreach (var migration in StudyLinkMigrations.All.Concat(ClaimMigrations.All))
            services.AddSingleton(migration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => SigningKey.LoadOrCreate(KeysDirectory(provider.GetRequiredService<StorageOptions>())));
        services.AddDeIdentification();
        services.AddSingleton<StudyLinkStore>();
        services.AddSingleton<LinkProofs>();
        services.AddSingleton<LinkAudit>();
        services.AddSingleton<IStudyLinks, StudyLinks.StudyLinks>();
        services.AddEvidence();
        services.AddReports();
        services.TryAddSingleton(new LedgerOptions());
        services.AddSingleton<FilmLedger>();
        services.AddSingleton<ReviewerGrants>();
        services.TryAddSingleton(new ClaimOptions());
        services.AddSingleton<ClaimMatching>();
        services.AddSingleton<ClaimFactsReading>();
        services.AddSingleton<ClaimSearch>();
        services.AddSingleton<ClaimDesk>();
        return services;
    }

    /// <summary>Where the gateway keeps its keys: inside the data directory, readable by its own user only.</summary>
    public static string KeysDirectory(StorageOptions options) => Path.Combine(options.Data, "keys");
}
