using ImagingGateway.DicomGateway.Associations;
using ImagingGateway.DicomGateway.Outbound;
using ImagingGateway.DicomGateway.Services;
using ImagingGateway.DicomGateway.Tls;
using ImagingGateway.DicomGateway.Transport;
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
        return services
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
            .AddSingleton<IDimseScp, StorageScp>()
            .AddSingleton<IDimseScp, VerificationScp>()
            .AddSingleton<IDimseScp, FindScp>()
            .AddSingleton<IDimseScp, MoveScp>()
            .AddSingleton<IDimseScp, GetScp>();
    }
}
