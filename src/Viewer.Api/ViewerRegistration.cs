using System.Net;
using ImagingGateway.Filmless;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Assets;
using ImagingGateway.Viewer.Api.Claims;
using ImagingGateway.Viewer.Api.Devices;
using ImagingGateway.Viewer.Api.DicomWeb;
using ImagingGateway.Viewer.Api.Evidence;
using ImagingGateway.Viewer.Api.Evidence.Portable;
using ImagingGateway.Viewer.Api.Health;
using ImagingGateway.Viewer.Api.Images;
using ImagingGateway.Viewer.Api.Links;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Reports;
using ImagingGateway.Viewer.Api.Resources;
using ImagingGateway.Viewer.Api.SignIn;
using ImagingGateway.Viewer.Api.Studies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ImagingGateway.Viewer.Api;

/// <summary>Wires the web side. Needs Storage to be registered.</summary>
public static class ViewerRegistration
{
    public static IServiceCollection AddViewerApi(this IServiceCollection services, ViewerOptions options)
    {
        services.AddFilmless();
        services.AddSingleton(options);
        AddSignIn(services);
        services.AddHttpContextAccessor();
        services.AddSingleton<PageAssets>();
        services.AddSingleton(WebAssets.Open(options.AssetsDirectory));
        services.AddScoped<PageContext>();
        services.AddRazorComponents();
        services.AddSingleton<StudyContents>();
        services.AddSingleton<ImageRenderer>();
        services.AddSingleton<SheetStore>();
        services.AddSingleton<SheetImages>();
        services.AddSingleton<FirstFront>();
        services.AddSingleton<ImagesAhead>();
        services.AddHostedService(provider => provider.GetRequiredService<ImagesAhead>());
        services.AddSingleton<BearerStudies>();
        services.AddSingleton<Slips>();
        services.AddSingleton<KeyPictures>();
        services.AddSingleton<EvidencePage>();
        services.AddSingleton<EvidenceZip>();
        services.AddSingleton<IEvidenceCopies, EvidenceCopies>();
        services.AddSingleton<LinkWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<LinkWatch>());
        services.AddSingleton<HealthReading>();
        services.AddSingleton<RecentDevices>();
        services.AddDicomWeb();
        services.AddProblemDetails();

        // pages only: images are compressed already, DICOMweb and built files bring their own form. The one secret in a form, its
        // antiforgery token, is masked anew in every answer, so that lengths tell nothing
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = ["text/html"];
        });
        // the framework's own lines (request, route, redirect) carry the path, and the path of a study link is its secret
        services.PostConfigure<LoggerFilterOptions>(filter =>
        {
            foreach (var category in (string[])["Microsoft.AspNetCore", "Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Http.Result", "Microsoft.AspNetCore.Routing"])
                filter.AddFilter(category, LogLevel.Warning);
        });
        return services;
    }

    /// <summary>Adds the pipeline and maps every endpoint of the web side.</summary>
    public static WebApplication MapViewerApi(this WebApplication app, ViewerOptions options)
    {
        if (options.TrustedProxies.Count > 0)
            app.UseForwardedHeaders(ForwardedHeadersFrom(options));
        app.Use(next => context => SecurityHeaders.ApplyAsync(context, next));
        app.UseExceptionHandler(failed => failed.Run(context => Failures.AnswerAsync(context)));

        // beside DICOMweb, not before it: even undecided, the compressor would copy every image once more
        app.UseWhen(context => !DicomWebAddress.IsWithin(context.Request.Path), branch => branch.UseResponseCompression());
        app.Use(next => context => LanguageChoice.RememberAsync(context, next));
        app.UseDicomWebCors(options);
        app.UseRouting();
        app.UseAuthentication();
        app.UseMiddleware<AccessCheck>();
        app.UseQuestions();
        app.MapSignIn();
        app.MapSecondFactor();
        app.MapAccounts();
        app.MapWebAssets();
        app.MapStudies();
        app.MapKeeping();
        app.MapGroup("").NeedsSignIn().MapImages();
        app.MapGroup("").NeedsSignIn().MapSheets();
        app.MapGroup("").NeedsSignIn(isPage: true).MapImagePages();
        app.MapGroup("").NeedsSignIn(isPage: true).MapSheetPages();
        app.MapGroup("").NeedsUser(isPage: true).MapLightViewer();
        app.MapLinkPages();
        app.MapLinkApi();
        app.MapSlips();
        app.MapCodePages();
        app.MapBearerPages();
        app.MapClaims();
        app.MapClaimImport();
        app.MapReviewerGrants();
        app.MapFilmless();
        app.MapEvidence();
        app.MapGroup("").NeedsSignIn().MapEvidenceCopies();
        app.MapGroup("/l/{token}").NeedsLink().MapEvidenceCopies();
        app.MapAudit();
        app.MapReports();
        app.MapHealth();
        app.MapGroup("/dicom-web").NeedsUser().MapDicomWeb();
        app.MapGroup("/l/{token}/dicom-web").NeedsLink().MapDicomWeb();
        return app;
    }

    /// <summary>What people and their programs read comes before work that nobody waits for.</summary>
    private static void UseQuestions(this WebApplication app)
    {
        var questions = app.Services.GetRequiredService<Questions>();
        app.Use(next => context =>
        {
            if ((HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) && context.GetEndpoint()?.Metadata.GetMetadata<AccessRule>()?.Level != AccessLevel.Anonymous)
                questions.Note();
            return next(context);
        });
    }

    private static void AddSignIn(IServiceCollection services)
    {
        foreach (var migration in AccountMigrations.All)
            services.AddSingleton(migration);
        services.AddSingleton<AccountStore>();
        services.AddSingleton(provider => new Accounts(
            provider.GetRequiredService<AccountStore>(), provider.GetRequiredService<IAuditTrail>(), provider.GetRequiredService<TimeProvider>(),
            TimeSpan.FromDays(provider.GetRequiredService<ViewerOptions>().IdleDays)));
        services.AddSingleton(provider => new SecondFactors(
            provider.GetRequiredService<AccountStore>(), provider.GetRequiredService<Accounts>(), provider.GetRequiredService<IDataProtectionProvider>(),
            provider.GetRequiredService<IAuditTrail>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AccountSetup>();
        services.AddSingleton<BasicCredentials>();
        services.AddSingleton<FailureLimit>();
        services.AddSingleton<UserGrants>();
        services.AddAuthentication(Session.Scheme).AddCookie(Session.Configure);
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "gateway.form";
            antiforgery.Cookie.SameSite = SameSiteMode.Lax;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        services.AddDataProtection().SetApplicationName("imaging-gateway");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(keys =>
            keys.XmlRepository = new SessionKeys(
                PrivateDirectory.Create(Path.Combine(FilmlessRegistration.KeysDirectory(provider.GetRequiredService<StorageOptions>()), "sessions")).FullName,
                provider.GetRequiredService<ILogger<SessionKeys>>())));
    }

    private static ForwardedHeadersOptions ForwardedHeadersFrom(ViewerOptions options)
    {
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in options.TrustedProxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
                forwarded.KnownProxies.Add(address);
            else
                forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy)); // checked with the other settings
        }

        return forwarded;
    }
}
