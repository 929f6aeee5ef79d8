using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Transcoding;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ImagingGateway.Filmless.Tests;

/// <summary>A whole archive in a directory of its own, with this room on top and nothing replaced but the clock.</summary>
internal sealed class Archive : IAsyncDisposable
{
    private readonly IHost _host;

    private Archive(IHost host, string directory, ManualClock clock) => (_host, Directory, Clock) = (host, directory, clock);

    public string Directory { get; }

    public ManualClock Clock { get; }

    public IStudyLinks Links => Get<IStudyLinks>();

    public static async Task<Archive> StartAsync(StorageOptions? options = null, ClaimOptions? claims = null, bool withTranscoding = false)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("filmless-").FullName;
        var clock = new ManualClock();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddStorage((options ?? new StorageOptions()) with { Data = directory, SpoolReserveBytes = 1 << 20 });
        builder.Services.AddSingleton(claims ?? new ClaimOptions());
        builder.Services.AddFilmless();
        if (withTranscoding)
            builder.Services.AddTranscoding(new TranscodingOptions { FillCache = false });
        var host = builder.Build();
        await host.StartAsync();
        return new Archive(host, directory, clock);
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public Task<Uid> AddCtAsync() => DemoSeed.CtAsync(Get<IInstanceIngest>());

    public Task<Uid> AddUltrasoundAsync() => DemoSeed.UltrasoundAsync(Get<IInstanceIngest>());

    public Task<CreatedStudyLink> CreateLinkAsync(Uid study, string? pin = null, int days = 30, Func<NewStudyLink, NewStudyLink>? change = null) =>
        Links.CreateAsync((change ?? (wish => wish))(new NewStudyLink([study], Clock.GetUtcNow().AddDays(days), pin, "tester", null) { Basis = LinkBasis.PatientRequest }), CancellationToken.None);

    public Task<IReadOnlyList<AuditEvent>> AuditAsync(Uid? study, string? link = null) => Get<IAuditTrail>().ReadWrittenAsync(study, link);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable host)
            await host.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
