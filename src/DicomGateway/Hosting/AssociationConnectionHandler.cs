using ImagingGateway.DicomGateway.Associations;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace ImagingGateway.DicomGateway.Hosting;

/// <summary>Hands Kestrel's connections to the acceptor; TLS, when configured, lies below.</summary>
public sealed class AssociationConnectionHandler(AssociationAcceptor acceptor) : ConnectionHandler
{
    /// <inheritdoc/>
    public override Task OnConnectedAsync(ConnectionContext connection)
    {
        var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        return acceptor.ServeAsync(connection.Transport, connection.RemoteEndPoint, stopping, connection.ConnectionClosed);
    }
}
