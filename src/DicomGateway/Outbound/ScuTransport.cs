using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImagingGateway.DicomGateway.Tls;
using ImagingGateway.DicomGateway.Transport;

namespace ImagingGateway.DicomGateway.Outbound;

/// <summary>The connection to a peer: TCP, with TLS on it when the peer's settings say so.</summary>
internal sealed class ScuTransport : IAsyncDisposable
{
    private readonly SocketTransport _socket;
    private readonly TlsTransport? _tls;

    private ScuTransport(SocketTransport socket, TlsTransport? tls) => (_socket, _tls) = (socket, tls);

    public IDuplexPipe Pipe => _tls ?? (IDuplexPipe)_socket;

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

        var transport = new SocketTransport(socket);
        if (!peer.Tls.Enabled)
            return (new ScuTransport(transport, null), null);
        var (tls, fault) = await SecureAsync(transport, peer, timeout.Token);
        if (tls is not null)
            return (new ScuTransport(transport, tls), null);
        await transport.DisposeAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return (null, $"no secure connection to {peer.Host} port {peer.Port}: {fault}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_tls is not null)
            await _tls.DisposeAsync();
        await _socket.DisposeAsync();
    }

    // Certificates are read for every association: they are few, and a new file counts at once.
    private static async Task<(TlsTransport? Transport, string? Fault)> SecureAsync(SocketTransport socket, DicomPeer peer, CancellationToken cancellationToken)
    {
        string? refusal = null;
        var ssl = new SslStream(socket.Stream, leaveInnerStreamOpen: true);
        try
        {
            var profile = TlsProfile.Find(peer.Tls.Profile)!;
            var authorities = peer.Tls.CA is { } path ? AuthorityFile.Read(path) : null;
            await ssl.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = peer.Tls.Name is { Length: > 0 } name ? name : peer.Host,
                    EnabledSslProtocols = profile.Protocols,
                    CipherSuitesPolicy = profile.Policy(),
                    ClientCertificateContext = peer.Tls.Own is { Certificate: not null } own ? CertificateFile.Read(own) : null,
                    AllowRenegotiation = false,
                    RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                        (refusal = Judge(peer, (X509Certificate2?)certificate, chain, authorities, errors)) is null,
                },
                cancellationToken);
            return (new TlsTransport(ssl), null);
        }
        catch (Exception failed) when (failed is AuthenticationException or IOException or OperationCanceledException or CryptographicException or InvalidOperationException)
        {
            await ssl.DisposeAsync();
            return (null, refusal ?? (failed is OperationCanceledException ? "time-out" : (failed.InnerException ?? failed).Message.ReplaceLineEndings(" ")));
        }
    }

    private static string? Judge(DicomPeer peer, X509Certificate2? certificate, X509Chain? chain, X509Certificate2Collection? authorities, SslPolicyErrors errors)
    {
        if (certificate is null)
            return "the peer presented no certificate";
        if (CertificatePolicy.Fault(certificate, chain?.ChainPolicy.ExtraStore, authorities, DateTime.Now) is { } fault)
            return fault;
        return (errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0 && peer.Tls.Name != string.Empty
            ? $"its certificate ({certificate.Subject}) is for another name than {peer.Tls.Name ?? peer.Host}; set Tls:Name of the peer"
            : null;
    }
}
