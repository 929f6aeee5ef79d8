using System.Net;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway;
using ImagingGateway.DicomGateway.Hosting;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Ingest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.DicomGateway.Tests;

/// <summary>A gateway in this process: real Kestrel, real index and object store (SQLite and files, unless told), in a directory of its own, on a free port.</summary>
public sealed class RunningGateway : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly bool _keepsData;

    private RunningGateway(WebApplication application, string data, bool keepsData)
    {
        _application = application;
        Data = data;
        _keepsData = keepsData;
    }

    public string Data { get; }

    public IServiceProvider Services => _application.Services;

    public IPEndPoint Address => Services.GetRequiredService<DicomEndpoint>().Address!;

    public int Port => Address.Port;

    /// <summary>This gateway as somebody else's peer.</summary>
    public DicomPeer AsPeer => new() { AETitle = "GATEWAY", Host = "127.0.0.1", Port = Port };

    public static AETitle Caller => AETitle.Parse("MODALITY");

    /// <param name="options">Port and address are replaced.</param>
    /// <param name="configure">Changes what is registered.</param>
    /// <param name="data">A directory that outlives this gateway; null for one of its own.</param>
    /// <param name="storage">Index and object store; null for SQLite and files.</param>
    public static async Task<RunningGateway> StartAsync(
        DicomGatewayOptions? options = null, Action<IServiceCollection>? configure = null, string? data = null, StorageOptions? storage = null)
    {
        var keepsData = data is not null;
        data ??= Directory.CreateTempSubdirectory("gateway-tests-").FullName;
        var effective = (options ?? new DicomGatewayOptions()) with { Port = 0, Bind = "127.0.0.1" };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddStorage((storage ?? new StorageOptions()) with { Data = data, SpoolReserveBytes = 0, TextFallbacks = effective.TextFallbacks });
        builder.Services.AddDicomGateway(effective);
        configure?.Invoke(builder.Services);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenDicom(effective));
        var application = builder.Build();
        await application.StartAsync();
        return new RunningGateway(application, data, keepsData);
    }

    /// <summary>Returns when all that was acknowledged can be found.</summary>
    public Task PublishedAsync() => Services.GetRequiredService<IInstanceIngest>().WhenPublishedAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        if (!_keepsData)
            Directory.Delete(Data, recursive: true);
    }
}
