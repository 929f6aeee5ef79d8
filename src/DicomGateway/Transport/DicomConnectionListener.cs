using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace ImagingGateway.DicomGateway.Transport;

/// <summary>Accepts connections of one DICOM port.</summary>
internal sealed class DicomConnectionListener(Socket listening) : IConnectionListener
{
    /// <inheritdoc/>
    public EndPoint EndPoint { get; } = listening.LocalEndPoint!;

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                return new DicomConnection(await listening.AcceptAsync(cancellationToken));
            }
            catch (Exception closed) when (closed is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return null;
            }
            catch (SocketException)
            {
                // The peer was gone before it was accepted; the next one is not.
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        listening.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => UnbindAsync();
}
