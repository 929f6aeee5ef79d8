using System.IO.Pipelines;
using System.Net.Sockets;

namespace ImagingGateway.DicomGateway.Transport;

/// <summary>
/// A socket as a duplex pipe that is pulled: bytes are received when the consumer asks for them, in reads as long as what
/// the kernel holds, and a flush is one send. An association reads and writes in turns, so the receive and send loops a web
/// server runs ahead of its consumer would only cost thread switches here; the kernel's buffers are ahead enough.
/// </summary>
internal sealed class SocketTransport : IDuplexPipe, IAsyncDisposable
{
    private static readonly StreamPipeReaderOptions Reading = new(bufferSize: 64 << 10, minimumReadSize: 16 << 10, leaveOpen: true);
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly SocketPipeWriter _output;
    private int _isClosed;

    public SocketTransport(Socket socket)
    {
        _socket = socket;
        socket.NoDelay = true;
        _stream = new NetworkStream(socket, ownsSocket: false);
        Input = PipeReader.Create(_stream, Reading);
        _output = new SocketPipeWriter(socket);
    }

    /// <summary>For TLS, instead of <see cref="Input"/> and <see cref="Output"/>.</summary>
    public Stream Stream => _stream;

    public PipeReader Input { get; }

    public PipeWriter Output => _output;

    /// <summary>Cuts the connection at once; pending reads and flushes fail.</summary>
    public void Abort()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
            _socket.Dispose();
    }

    /// <summary>Closes in order: what was flushed still reaches the peer.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            try
            {
                _socket.Shutdown(SocketShutdown.Both);
            }
            catch (SocketException)
            {
                // The peer closed first.
            }

            _socket.Dispose();
        }

        _output.Dispose();
        await _stream.DisposeAsync();
    }
}
