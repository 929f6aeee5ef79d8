using System.IO.Pipelines;
using System.Net.Sockets;
using ImagingGateway.DicomGateway.Transport;

namespace ImagingGateway.DicomGateway.Outbound;

/// <summary>The connection to a peer: TCP, with TLS on it when the peer's settings say so.</summary>
internal sealed class ScuTransport : IAsyncDisposable
{
    private readonly SocketTransport _socket;

    private ScuTransport(SocketTransport socket)
    {
        _socket = socket;
        Pipe = socket;
    }

    public IDuplexPipe Pipe { get; private set; }

    /// <summary>Connects; without a transport there is one plain clause why.</summary>
    public static async Task<(ScuTransport? Transport, string? Fault)> OpenAsync(DicomPeer peer, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(peer.ConnectTimeout);
        try
        {
            await socket.ConnectAsync(peer.Host, peer.Port, timeout.Token);
        }
        catch (Exception failed) when (failed is SocketException || (failed is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            socket.Dispose();
            return (null, $"no connection to {peer.Host} port {peer.Port}: {(failed is SocketException ? failed.Message : "time-out")}");
        }

        return (new ScuTransport(new SocketTransport(socket)), null);
    }

    public ValueTask DisposeAsync() => _socket.DisposeAsync();
}
