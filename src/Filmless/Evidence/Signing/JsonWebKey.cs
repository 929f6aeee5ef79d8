using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ImagingGateway.Filmless.Evidence.Signing;

/// <summary>A public key of P-256 (RFC 7517, RFC 7518 6.2).</summary>
/// <param name="X">Base64url of 32 bytes.</param>
/// <param name="Y">Base64url of 32 bytes.</param>
public sealed record JsonWebKey(string Kty, string Crv, string X, string Y, string Kid, string Alg, string Use)
{
    public static JsonWebKey Of(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        return new JsonWebKey("EC", "P-256", x, y, ThumbprintOf(x, y), "ES256", "sig");
    }

    /// <summary>RFC 7638: whoever has the key can work out its name, so a key cannot come under another's.</summary>
    public static string ThumbprintOf(string x, string y) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));

    /// <exception cref="CryptographicException">The numbers are no point of the curve.</exception>
    /// <exception cref="FormatException">No base64url.</exception>
    public ECDsa Open() => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = Base64Url.DecodeFromChars(X), Y = Base64Url.DecodeFromChars(Y) },
    });
}

/// <summary>A set of keys, as at <c>/.well-known/jwks.json</c>.</summary>
public sealed record JsonWebKeySet(IReadOnlyList<JsonWebKey> Keys);
