using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace ImagingGateway.DicomGateway.Transport;

/// <summary>Kestrel's way to DICOM ports: it keeps accepting, TLS, limits and shutdown; the bytes go through <see cref="SocketTransport"/>.</summary>
internal sealed class DicomTransportFactory : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private const int Backlog = 512;

    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => endpoint is DicomListenEndPoint;

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var address = (IPEndPoint)endpoint;
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address.Address, address.Port));
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket.Dispose();
            throw new AddressInUseException(taken.Message, taken);
        }

        socket.Listen(Backlog);
        return new ValueTask<IConnectionListener>(new DicomConnectionListener(socket));
    }
}
