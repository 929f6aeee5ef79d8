using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ImagingGateway.Filmless.Tests.Reports;

/// <summary>A small PDF, signed as ISO 32000-1 12.8 says: made here, byte by byte, with nothing of the code under test.</summary>
internal static class MadePdf
{
    private const int Place = 8192;

    public static byte[] Unsigned() => Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n");

    public static byte[] Signed(X509Certificate2 certificate) => SignedAgain(Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"), certificate);

    /// <summary>Whatever there is, with one more signature over all of it.</summary>
    public static byte[] SignedAgain(byte[] pdf, X509Certificate2 certificate)
    {
        byte[] before = [.. pdf, .. Encoding.ASCII.GetBytes("2 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange [")];
        const string contents = " ] /Contents ";
        var after = Encoding.ASCII.GetBytes(" >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n");
        var first = before.Length + 43 + contents.Length;
        var second = first + Place + 2;
        var range = Encoding.ASCII.GetBytes($"{0:D10} {first:D10} {second:D10} {after.Length:D10}");
        byte[] head = [.. before, .. range, .. Encoding.ASCII.GetBytes(contents)];
        var cms = new SignedCms(new ContentInfo([.. head, .. after]), detached: true);
        cms.ComputeSignature(new CmsSigner(certificate) { IncludeOption = X509IncludeOption.WholeChain });
        var hex = Convert.ToHexString(cms.Encode()).PadRight(Place, '0');
        return [.. head, .. Encoding.ASCII.GetBytes($"<{hex}>"), .. after];
    }

    public static X509Certificate2 Certificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }
}
