using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImagingGateway.DicomGateway.Tls;

/// <summary>Reads the certificates of authorities from a PEM file.</summary>
internal static class AuthorityFile
{
    /// <exception cref="CryptographicException">It holds no certificate.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static X509Certificate2Collection Read(string path)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(path);
        return authorities.Count > 0 ? authorities : throw new CryptographicException("The file holds no certificate in PEM form.");
    }

    /// <summary>One sentence; null when it can be used.</summary>
    public static string? Fault(string path)
    {
        try
        {
            _ = Read(path);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return fault.Message;
        }
    }
}
