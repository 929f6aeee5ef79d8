using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Filmless.Reports.Hl7;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ImagingGateway.Filmless.Reports;

/// <summary>Wires reports.</summary>
internal static class ReportRegistration
{
    public static void AddReports(this IServiceCollection services)
    {
        foreach (var migration in ReportMigrations.All)
            services.AddSingleton(migration);
        services.TryAddSingleton(new Hl7Options());
        services.AddSingleton<Hl7Receiving>();
        services.AddSingleton<MllpListener>();
        services.AddHostedService(provider => provider.GetRequiredService<MllpListener>());
        services.AddSingleton<ReportStore>();
        services.AddSingleton<ReportMatching>();
        services.AddSingleton<DicomReports>();
        services.AddSingleton<PdfSignatures>();
        services.AddSingleton<Reports>();
        services.AddSingleton<IReports>(provider => provider.GetRequiredService<Reports>());
        services.AddSingleton<IStudyReader>(provider => provider.GetRequiredService<Reports>());
    }
}
