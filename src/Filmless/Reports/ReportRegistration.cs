using ImagingGateway.Filmless.Evidence;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.Filmless.Reports;

/// <summary>Wires reports.</summary>
internal static class ReportRegistration
{
    public static void AddReports(this IServiceCollection services)
    {
        foreach (var migration in ReportMigrations.All)
            services.AddSingleton(migration);
        services.AddSingleton<ReportStore>();
        services.AddSingleton<ReportMatching>();
        services.AddSingleton<DicomReports>();
        services.AddSingleton<PdfSignatures>();
        services.AddSingleton<Reports>();
        services.AddSingleton<IReports>(provider => provider.GetRequiredService<Reports>());
        services.AddSingleton<IStudyReader>(provider => provider.GetRequiredService<Reports>());
    }
}
