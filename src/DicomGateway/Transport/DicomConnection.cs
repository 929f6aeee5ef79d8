using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace ImagingGateway.DicomGateway.Transport;

/// <summary>One accepted connection as Kestrel wants it.</summary>
internal sealed class DicomConnection : DefaultConnectionContext
{
    private readonly SocketTransport _transport;

    public DicomConnection(Socket socket)
        : base(Guid.NewGuid().ToString("N"))
    {
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
        _transport = new SocketTransport(socket);
        Transport = _transport;
    }

    /// <inheritdoc/>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        _transport.Abort();
        base.Abort(abortReason);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _transport.DisposeAsync();
        await base.DisposeAsync();
    }
}
