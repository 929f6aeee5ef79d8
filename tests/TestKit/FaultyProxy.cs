using System.Net;
using System.Net.Sockets;

namespace ImagingGateway.TestKit;

/// <summary>Stands between a client and a real server: passes bytes on, late or not at all.</summary>
public sealed class FaultyProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly IPEndPoint _server;
    private int _refused;

    public FaultyProxy(IPEndPoint server)
    {
        _server = server;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <param name="server">Such as <c>http://127.0.0.1:9000</c>.</param>
    public FaultyProxy(Uri server)
        : this(IPEndPoint.Parse($"{server.Host}:{server.Port}"))
    {
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

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
                await server.ConnectAsync(_server, _end.Token);
                await Task.WhenAny(PassAsync(client, server, isAnswer: false), PassAsync(server, client, isAnswer: true));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // one side is gone
            }
        }
    }

    private async Task PassAsync(TcpClient from, TcpClient to, bool isAnswer)
    {
        var piece = new byte[64 << 10];
        try
        {
            while (await from.GetStream().ReadAsync(piece, _end.Token) is > 0 and var count)
            {
                if (Refuses)
                {
                    Interlocked.Increment(ref _refused);
                    return;
                }

                if (isAnswer && Delay > TimeSpan.Zero)
                    await Task.Delay(Delay, _end.Token); // what is simulated, not what is waited for
                await to.GetStream().WriteAsync(piece.AsMemory(0, count), _end.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // one side is gone
        }
    }
}
