using System.Net;
using ImagingGateway.DicomGateway.Hosting;
using ImagingGateway.Filmless;
using ImagingGateway.Storage;
using ImagingGateway.Transcoding;
using ImagingGateway.Viewer.Api;
using ImagingGateway.Viewer.Api.Devices;
using ImagingGateway.Viewer.Api.Health;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace ImagingGateway.Host;

/// <summary>Wires the rooms into one process: one Kestrel server with a DIMSE and a web endpoint.</summary>
public static class GatewayApplication
{
    /// <summary>Bytes of an answer that may wait for a client: a whole CT slice, so that reading it from the store never waits for the line.</summary>
    private const long LargestWaitingAnswer = 1 << 20;

    /// <summary>The whole gateway, not yet started.</summary>
    /// <param name="commandLine">Settings that win over files and environment.</param>
    public static WebApplication Build(IReadOnlyCollection<KeyValuePair<string, string?>> commandLine)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        GatewaySettings.AddSources(builder.Configuration, commandLine);
        builder.Logging.ClearProviders().AddConfiguration(builder.Configuration.GetSection("Logging"));
        AddConsole(builder.Logging);
        var silence = StartSilence.Begin(builder.Logging, builder.Configuration);
        var settings = AddRooms(builder.Services, builder.Configuration);
        builder.Services.AddDicomGateway(settings.Dicom);
        builder.Services.AddSingleton(settings.Hl7); // not for commands: they must not take the port of the gateway that runs
        builder.Services.AddSingleton<IHealthSource, DicomTlsHealth>();
        builder.Services.AddSingleton<IHealthSource, CompressionHealth>();
        builder.Services.AddSingleton<IOutboundSummary, OutboundSummary>();
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, TransportMemory>();
        // What is read from the store is sent by the thread that read it, while it is in that processor's cache. "Unsafe" where one thread serves all connections; on Linux a request
        // that blocks holds up its own connection and no other.
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxResponseBufferSize = LargestWaitingAnswer;
            kestrel.Listen(IPAddress.Parse(settings.Web.Bind), settings.Web.Port);
            kestrel.ListenDicom(settings.Dicom);
        });
        var gateway = builder.Build();
        gateway.Lifetime.ApplicationStarted.Register(silence.End);
        gateway.MapViewerApi(settings.Web);
        return gateway;
    }

    /// <summary>
    /// Runs a command on storage, links and accounts without any listener, beside a running gateway or without one; ends orderly, so
    /// that the audit trail is written.
    /// </summary>
    internal static async Task RunCommandAsync(
        IReadOnlyCollection<KeyValuePair<string, string?>> commandLine, Func<IServiceProvider, Task> command, CancellationToken cancellationToken)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        GatewaySettings.AddSources(builder.Configuration, commandLine);
        AddConsole(builder.Logging.SetMinimumLevel(LogLevel.Warning));
        var silence = StartSilence.Begin(builder.Logging, builder.Configuration);
        AddRooms(builder.Services, builder.Configuration);
        builder.Services.AddDicomGatewayTables();
        using var host = builder.Build();
        await host.StartAsync(cancellationToken);
        silence.End();
        try
        {
            await command(host.Services);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    private static GatewaySettings AddRooms(IServiceCollection services, IConfiguration configuration)
    {
        var settings = GatewaySettings.From(configuration);
        services.AddSingleton(settings);
        services.AddSingleton(settings.Claims);
        services.AddSingleton(settings.Ledger);
        services.AddStorage(settings.Storage);
        services.AddTranscoding(settings.Transcoding);
        services.AddFilmless();
        services.AddViewerApi(settings.Web);
        return settings;
    }

    // The framework warns that keys are kept unencrypted: they lie in a directory that only the gateway's own user may enter, and nobody who reads the line can do more.
    private static void AddConsole(ILoggingBuilder logging) => logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error).AddSimpleConsole(console =>
    {
        console.SingleLine = true;
        console.TimestampFormat = "yyyy-MM-dd HH:mm:ss ";
    });
}
