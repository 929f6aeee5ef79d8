using ImagingGateway.DicomGateway.Associations;
using ImagingGateway.DicomGateway.Commitment;
using ImagingGateway.DicomGateway.Forwarding;
using ImagingGateway.DicomGateway.Outbound;
using ImagingGateway.DicomGateway.Outbound.Queue;
using ImagingGateway.DicomGateway.Services;
using ImagingGateway.DicomGateway.Tls;
using ImagingGateway.DicomGateway.Transport;
using ImagingGateway.Transcoding;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.DicomGateway.Hosting;

/// <summary>Composition of this room.</summary>
public static class DicomGatewayServices
{
    /// <summary>Registers the DICOM side; <c>AddStorage</c> is needed too, and <see cref="DicomListening.ListenDicom"/> on the server.</summary>
    /// <exception cref="InvalidOperationException">The options are not valid; the message says all that is wrong.</exception>
    public static IServiceCollection AddDicomGateway(this IServiceCollection services, DicomGatewayOptions options)
    {
        if (options.Validate() is { Count: > 0 } faults)
            throw new InvalidOperationException(string.Join(Environment.NewLine, faults));
        services.AddMetrics();
        services.AddTranscoding();
        return services
            .AddDicomGatewayTables()
            .AddSingleton(options)
            .AddSingleton<DicomEndpoint>()
            .AddSingleton<IConnectionListenerFactory, DicomTransportFactory>()
            .AddSingleton<GatewayMeter>()
            .AddSingleton<TlsAcceptor>()
            .AddSingleton<AssociationRegistry>()
            .AddSingleton<AssociationAcceptor>()
            .AddSingleton<AssociationConnectionHandler>()
            .AddSingleton<InstanceSender>()
            .AddSingleton<Retrieval>()
            .AddSingleton<OutboundTasks>()
            .AddSingleton<OutboundWorker>()
            .AddHostedService(provider => provider.GetRequiredService<OutboundWorker>())
            .AddSingleton<ForwardIndex>()
            .AddSingleton<IOutboundWork, ForwardWork>()
            .AddHostedService<Forwarder>()
            .AddSingleton<OpenRequests>()
            .AddSingleton<IOutboundWork, CommitmentWork>()
            .AddSingleton<IDimseScp, CommitmentScp>()
            .AddSingleton<IDimseScp, StorageScp>()
            .AddSingleton<IDimseScp, VerificationScp>()
            .AddSingleton<IDimseScp, FindScp>()
            .AddSingleton<IDimseScp, MoveScp>()
            .AddSingleton<IDimseScp, GetScp>();
    }

    /// <summary>Registers this room's tables alone: for commands, which work on the whole database and open no port.</summary>
    public static IServiceCollection AddDicomGatewayTables(this IServiceCollection services)
    {
        foreach (var migration in OutboundMigrations.All.Concat(ForwardIndex.Migrations))
            services.AddSingleton(migration);
        return services;
    }
}
