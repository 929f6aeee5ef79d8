using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace ImagingGateway.DicomGateway.Transport;

/// <summary>One accepted connection as Kestrel wants it.</summary>
internal sealed class DicomConnection : DefaultConnectionContext
{
    private readonly SocketTransport _transport;
    private readonly CancellationTokenSource _closed = new();

    public DicomConnection(Socket socket)
        : base(Guid.NewGuid().ToString("N"))
    {
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
        _transport = new SocketTransport(socket);
        Transport = _transport;
        ConnectionClosed = _closed.Token;
    }

    /// <inheritdoc/>
    /// <remarks>The base would signal on another thread without looking whether the connection was disposed meanwhile, which ends the process.</remarks>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        _transport.Abort();
        ThreadPool.UnsafeQueueUserWorkItem(static connection => connection.SignalClosed(), this, preferLocal: false);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _transport.DisposeAsync();
        await base.DisposeAsync();
        _closed.Dispose();
    }

    private void SignalClosed()
    {
        try
        {
            _closed.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended orderly meanwhile.
        }
    }
}
