using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Amazon.Runtime;

namespace ImagingGateway.Storage.Objects.S3;

/// <summary>Trusts servers whose certificate a hospital's own authority signed; names and dates are checked as ever.</summary>
internal sealed class S3PrivateAuthority : HttpClientFactory
{
    private readonly X509Certificate2Collection _authorities = [];

    /// <exception cref="InvalidStorageOptionsException">The file has no certificate.</exception>
    public S3PrivateAuthority(string file)
    {
        try
        {
            _authorities.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new InvalidStorageOptionsException([$"Setting 'S3:CaFile' names {file}, which cannot be read ({e.Message}): give the authority's certificate as a PEM file."]);
        }

        if (_authorities.Count == 0)
            throw new InvalidStorageOptionsException([$"The file {file} of 'S3:CaFile' has no certificate: give the authority's certificate as a PEM file."]);
    }

    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(_authorities);
        var handler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } };
        return new HttpClient(handler) { Timeout = clientConfig.Timeout ?? Timeout.InfiniteTimeSpan };
    }
}
