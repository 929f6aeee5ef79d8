using System.IO.Pipelines;
using System.Net.Security;

namespace ImagingGateway.DicomGateway.Transport;

/// <summary>A secure connection as a duplex pipe. The connection below stays the caller's.</summary>
internal sealed class TlsTransport(SslStream ssl) : IDuplexPipe, IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    public PipeReader Input { get; } = PipeReader.Create(ssl, new StreamPipeReaderOptions(bufferSize: 64 << 10, minimumReadSize: 16 << 10, leaveOpen: true));

    public PipeWriter Output { get; } = PipeWriter.Create(ssl, new StreamPipeWriterOptions(minimumBufferSize: 64 << 10, leaveOpen: true));

    /// <summary>Says close_notify (RFC 8446 6.1), so that the other side knows that nothing was cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await ssl.ShutdownAsync().WaitAsync(Farewell);
        }
        catch (Exception gone) when (gone is IOException or TimeoutException or InvalidOperationException)
        {
            // The other side left first.
        }

        await ssl.DisposeAsync();
    }
}
