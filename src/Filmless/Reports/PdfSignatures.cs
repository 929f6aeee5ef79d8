using System.Buffers;
using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using ImagingGateway.Storage;

namespace ImagingGateway.Filmless.Reports;

/// <summary>
/// Checks digital signatures of PDF files (ISO 32000-1 12.8): the bytes that each signature covers, its CMS, and whether the certificate
/// comes from an authority whose certificate lies in <c>keys/trusted-signers</c> of the data directory. The last must cover the whole file, those before
/// it what was there when they were made. Revocation lists are not asked.
/// </summary>
internal sealed partial class PdfSignatures(StorageOptions options)
{
    private static readonly ReportSignature[] FromGoodToBad = [ReportSignature.Verified, ReportSignature.Pending, ReportSignature.Broken];

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <summary>Authorities that this gateway was told to trust: PEM or DER files.</summary>
    private string TrustedDirectory => Path.Combine(FilmlessRegistration.KeysDirectory(options), "trusted-signers");

    /// <returns>The worst state of all signatures, and their signers in the order in which they signed.</returns>
    public (ReportSignature State, string? Signer) Check(byte[] pdf)
    {
        // Latin-1 keeps a byte a letter: positions in the text are positions in the file
        var ranges = ByteRange().Matches(Encoding.Latin1.GetString(pdf));
        if (ranges.Count == 0)
            return (ReportSignature.None, null);
        var all = ranges.Select(NumbersOf).OrderBy(EndOf).ToList();
        var checks = all.Select(range => TryCover(pdf, range, out var content, out var hex) ? CheckCms(content, hex) : (State: ReportSignature.Broken, Signer: null)).ToList();
        // what stands behind the last signature is signed by nobody
        var state = EndOf(all[^1]) != pdf.LongLength ? ReportSignature.Broken : checks.Select(check => check.State).MaxBy(state => Array.IndexOf(FromGoodToBad, state));
        return (state, string.Join(", ", checks.Select(check => check.Signer).OfType<string>()) is { Length: > 0 } signers ? signers : null);
    }

    private static long[] NumbersOf(Match range) =>
        [.. Enumerable.Range(1, 4).Select(group => long.TryParse(range.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)];

    private static long EndOf(long[] range) => range[2] + range[3];

    private (ReportSignature State, string? Signer) CheckCms(byte[] content, byte[] cms)
    {
        try
        {
            var signed = new SignedCms(new ContentInfo(content), detached: true);
            signed.Decode(cms);
            signed.CheckSignature(verifySignatureOnly: true);
            if (signed.SignerInfos is not [{ Certificate: { } certificate }, ..])
                return (ReportSignature.Broken, null);
            var name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
            return (IsTrusted(certificate, signed.Certificates) ? ReportSignature.Verified : ReportSignature.Pending, name);
        }
        catch (CryptographicException)
        {
            return (ReportSignature.Broken, null);
        }
    }

    private bool IsTrusted(X509Certificate2 certificate, X509Certificate2Collection others)
    {
        if (!Directory.Exists(TrustedDirectory))
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ExtraStore.AddRange(others);
        foreach (var path in Directory.EnumerateFiles(TrustedDirectory))
            chain.ChainPolicy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(path));
        return chain.Build(certificate);
    }

    /// <summary>The two ranges must begin at 0, lie within the file and leave out exactly one hexadecimal string.</summary>
    private static bool TryCover(byte[] pdf, long[] range, out byte[] content, out byte[] cms)
    {
        (content, cms) = ([], []);
        if (range is not [0, > 0 and var first, var second, > 0 and var rest] || second <= first + 2 || second + rest > pdf.LongLength || pdf[first] != '<' || pdf[second - 1] != '>')
            return false;
        var hex = pdf.AsSpan((int)first + 1, (int)(second - first) - 2).Trim(" \r\n\t"u8);
        if (hex.Length % 2 != 0 || hex.ContainsAnyExcept(HexDigits))
            return false;
        cms = Convert.FromHexString(Encoding.ASCII.GetString(hex));
        content = [.. pdf.AsSpan(0, (int)first), .. pdf.AsSpan((int)second, (int)rest)];
        return TryTrim(ref cms);
    }

    // the place for the signature is larger than the signature; DER says how long it is
    private static bool TryTrim(ref byte[] cms)
    {
        try
        {
            AsnDecoder.ReadEncodedValue(cms, AsnEncodingRules.BER, out _, out _, out var used);
            cms = cms[..used];
            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")]
    private static partial Regex ByteRange();
}
