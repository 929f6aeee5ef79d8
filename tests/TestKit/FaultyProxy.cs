using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ImagingGateway.TestKit;

/// <summary>Stands between a client and a real server: passes bytes on, late or not at all; with a certificate the client's side is TLS.</summary>
public sealed class FaultyProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly IPEndPoint _server;
    private readonly X509Certificate2? _certificate;
    private int _refused;

    /// <param name="server">Such as <c>http://127.0.0.1:9000</c>.</param>
    /// <param name="certificate">With its key, for <c>https</c>; disposed with this.</param>
    public FaultyProxy(Uri server, X509Certificate2? certificate = null)
    {
        _server = IPEndPoint.Parse($"{server.Host}:{server.Port}");
        _certificate = certificate;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"{(_certificate is null ? "http" : "https")}://{_listener.LocalEndpoint}");

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How late each piece of an answer is passed on.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Every connection is cut at once.</summary>
    public bool Refuses { get; set; }

    /// <summary>Connections cut.</summary>
    public int Refused => _refused;

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
        _certificate?.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // the end
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var server = new TcpClient();
                await using var stream = await StreamOfAsync(client);
                await server.ConnectAsync(_server, _end.Token);
                await Task.WhenAny(PassAsync(stream, server.GetStream(), isAnswer: false), PassAsync(server.GetStream(), stream, isAnswer: true));
            }
            catch (Exception e) when (e is IOException or AuthenticationException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // one side is gone
            }
        }
    }

    private async Task<Stream> StreamOfAsync(TcpClient client)
    {
        if (_certificate is null)
            return client.GetStream();
        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(_certificate).WaitAsync(_end.Token);
        return stream;
    }

    private async Task PassAsync(Stream from, Stream to, bool isAnswer)
    {
        var piece = new byte[64 << 10];
        try
        {
            while (await from.ReadAsync(piece, _end.Token) is > 0 and var count)
            {
                if (Refuses)
                {
                    Interlocked.Increment(ref _refused);
                    return;
                }

                if (isAnswer && Delay > TimeSpan.Zero)
                    await Task.Delay(Delay, _end.Token); // what is simulated, not what is waited for
                await to.WriteAsync(piece.AsMemory(0, count), _end.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // one side is gone
        }
    }
}
