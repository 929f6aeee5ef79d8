using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ImagingGateway.Host;

/// <summary>Signs the demo's PDF reports (ISO 32000-1 12.8.1) with certificates made on the spot; their private keys are gone when the demo has begun.</summary>
internal static class DemoSignature
{
    /// <summary>Hexadecimal digits kept free for the signature.</summary>
    private const int Place = 10_000;

    /// <param name="issuer">Who certifies the doctor; null for a doctor who does so alone.</param>
    public static X509Certificate2 Certify(string name, X509Certificate2? issuer)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: issuer is null, false, 0, critical: true));
        var (from, until) = (DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddYears(1));
        if (issuer is null)
            return request.CreateSelfSigned(from, until);
        using var certificate = request.Create(issuer, from, until.AddDays(-1), RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>Appends a signature to a PDF; the old table of contents stays valid.</summary>
    public static byte[] Sign(byte[] pdf, X509Certificate2 doctor)
    {
        var text = Encoding.Latin1.GetString(pdf);
        var table = text[(text.LastIndexOf("startxref", StringComparison.Ordinal) + 9)..].Split('%')[0].Trim();
        byte[] before = [.. pdf, .. Encoding.ASCII.GetBytes("\n900000 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange [")];
        var after = Encoding.ASCII.GetBytes($" >>\nendobj\nstartxref\n{table}\n%%EOF\n");
        const string contents = "] /Contents ";
        var first = before.Length + 43 + contents.Length;
        byte[] head = [.. before, .. Encoding.ASCII.GetBytes($"{0:D10} {first:D10} {first + Place + 2:D10} {after.Length:D10}{contents}")];
        var cms = new SignedCms(new ContentInfo([.. head, .. after]), detached: true);
        cms.ComputeSignature(new CmsSigner(doctor) { IncludeOption = X509IncludeOption.EndCertOnly });
        return [.. head, (byte)'<', .. Encoding.ASCII.GetBytes(Convert.ToHexString(cms.Encode()).PadRight(Place, '0')), (byte)'>', .. after];
    }
}
