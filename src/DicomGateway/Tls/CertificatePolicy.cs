using System.Security.Cryptography.X509Certificates;

namespace ImagingGateway.DicomGateway.Tls;

/// <summary>Whether the other side's certificate is good: in its time, and from one of the authorities. Revocation lists are not asked for.</summary>
internal static class CertificatePolicy
{
    /// <summary>One plain clause; null when it is good.</summary>
    /// <param name="certificate">Presented by the other side.</param>
    /// <param name="presented">Certificates sent along.</param>
    /// <param name="authorities">Null for those the system trusts.</param>
    /// <param name="now">The moment that counts.</param>
    public static string? Fault(X509Certificate2 certificate, X509Certificate2Collection? presented, X509Certificate2Collection? authorities, DateTime now)
    {
        if (now > certificate.NotAfter)
            return $"its certificate ({certificate.Subject}) expired on {certificate.NotAfter:dd/MM/yyyy}";
        if (now < certificate.NotBefore)
            return $"its certificate ({certificate.Subject}) is not valid before {certificate.NotBefore:dd/MM/yyyy}";
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now;
        if (presented is not null)
            chain.ChainPolicy.ExtraStore.AddRange(presented);
        if (authorities is not null)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        if (chain.Build(certificate))
            return null;
        var states = string.Join(", ", chain.ChainStatus.Select(status => status.Status).Distinct());
        return $"its certificate ({certificate.Subject}) does not come from a trusted authority ({states})";
    }
}
