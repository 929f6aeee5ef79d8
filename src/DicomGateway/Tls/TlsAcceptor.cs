using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ImagingGateway.DicomGateway.Transport;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.DicomGateway.Tls;

/// <summary>Makes accepted connections secure (PS3.15 B.9 to B.13). Certificate and authorities are read again when their files change.</summary>
public sealed class TlsAcceptor
{
    private readonly DicomGatewayOptions _options;
    private readonly ILogger<TlsAcceptor> _log;
    private readonly FileBacked<SslStreamCertificateContext>? _certificate;
    private readonly FileBacked<X509Certificate2Collection>? _authorities;

    public TlsAcceptor(DicomGatewayOptions options, ILogger<TlsAcceptor> log)
    {
        (_options, _log) = (options, log);
        var tls = options.Tls;
        if (tls.Certificate is not null)
            _certificate = new([.. new[] { tls.Certificate, tls.Key }.OfType<string>()], () => CertificateFile.Read(tls), fault => Tell(tls.Certificate, fault));
        if (tls.ClientCA is not null)
            _authorities = new([tls.ClientCA], () => AuthorityFile.Read(tls.ClientCA), fault => Tell(tls.ClientCA, fault));
    }

    /// <summary>The certificate in use as it is on disk now; null when none is configured.</summary>
    public X509Certificate2? Certificate => _certificate?.Current.TargetCertificate;

    /// <summary>The secure connection; null when the other side was refused or left, which is logged in one line.</summary>
    internal async Task<TlsTransport?> AcceptAsync(Stream connection, EndPoint? remote, CancellationToken cancellationToken)
    {
        string? refusal = null;
        var ssl = new SslStream(connection, leaveInnerStreamOpen: true);
        var profile = TlsProfile.Find(_options.Tls.Profile)!;
        using var artim = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        artim.CancelAfter(_options.ArtimTimeout);
        try
        {
            await ssl.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = _certificate!.Current,
                    EnabledSslProtocols = profile.Protocols,
                    CipherSuitesPolicy = profile.Policy(),
                    ClientCertificateRequired = _authorities is not null,
                    AllowRenegotiation = false,
                    RemoteCertificateValidationCallback = (_, certificate, chain, _) => (refusal = Judge(certificate as X509Certificate2, chain)) is null,
                },
                artim.Token);
            return new TlsTransport(ssl);
        }
        catch (Exception failed) when (failed is AuthenticationException or IOException or OperationCanceledException or InvalidOperationException)
        {
            _log.TlsRefused(remote, refusal ?? Plain(failed));
            await ssl.DisposeAsync();
            return null;
        }
    }

    private string? Judge(X509Certificate2? certificate, X509Chain? chain)
    {
        if (certificate is not null)
            return CertificatePolicy.Fault(certificate, chain?.ChainPolicy.ExtraStore, _authorities?.Current, DateTime.Now);
        return _options.Tls.RequireClientCertificate ? "it presented no certificate, and Dicom:Tls:RequireClientCertificate is on" : null;
    }

    private static string Plain(Exception failed) => failed switch
    {
        OperationCanceledException => "the handshake was not finished in time",
        IOException => "the other side closed the connection during the handshake",
        _ => (failed.InnerException ?? failed).Message.ReplaceLineEndings(" "),
    };

    private void Tell(string path, Exception? fault)
    {
        if (fault is null)
            _log.CertificateRead(path);
        else
            _log.CertificateUnreadable(path, fault.Message);
    }
}
