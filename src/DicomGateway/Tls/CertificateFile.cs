using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImagingGateway.DicomGateway.Tls;

/// <summary>Reads a certificate with its key and the certificates between it and its authority, from PEM or PFX.</summary>
internal static class CertificateFile
{
    /// <exception cref="CryptographicException">The files hold no certificate with its key.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static SslStreamCertificateContext Read(TlsOptions options)
    {
        var path = options.Certificate!;
        if (Path.GetExtension(path).ToUpperInvariant() is ".PFX" or ".P12")
        {
            var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, options.Password);
            var own = all.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw new CryptographicException("The file holds no private key.");
            all.Remove(own);
            return SslStreamCertificateContext.Create(own, all, offline: true);
        }

        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(path);
        var certificate = options.Password is null
            ? X509Certificate2.CreateFromPemFile(path, options.Key)
            : X509Certificate2.CreateFromEncryptedPemFile(path, options.Password, options.Key);
        return SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    /// <summary>One sentence; null when it can be used.</summary>
    public static string? Fault(TlsOptions options)
    {
        try
        {
            _ = Read(options);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return fault.Message;
        }
    }
}
