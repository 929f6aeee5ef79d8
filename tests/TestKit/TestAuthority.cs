using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImagingGateway.TestKit;

/// <summary>An authority made for a test, with a directory of PEM files that disappears with it.</summary>
public sealed class TestAuthority : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("authority-").FullName;
    private readonly X509Certificate2 _own;

    public TestAuthority(string name = "Test Authority")
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        _own = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-3), DateTimeOffset.UtcNow.AddYears(3));
        File.WriteAllText(CA, _own.ExportCertificatePem());
    }

    /// <summary>PEM file with the authority's own certificate.</summary>
    public string CA => Path.Combine(_directory, "ca.pem");

    /// <summary>Writes a certificate for localhost and its key; a second call with the same name replaces them.</summary>
    /// <param name="name">Common name, and file name.</param>
    /// <param name="validFor">From now; negative for one that has expired.</param>
    /// <returns>PEM files.</returns>
    public (string Certificate, string Key) Issue(string name, TimeSpan validFor)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        using var certificate = request.Create(_own, DateTimeOffset.UtcNow.AddYears(-2), DateTimeOffset.UtcNow + validFor, RandomNumberGenerator.GetBytes(8));
        var (path, keyPath) = (Path.Combine(_directory, $"{name}.pem"), Path.Combine(_directory, $"{name}.key"));
        File.WriteAllText(path, certificate.ExportCertificatePem());
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        return (path, keyPath);
    }

    public void Dispose()
    {
        _own.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
