using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImagingGateway.Filmless.Evidence.Signing;

/// <summary>A signed text in the flattened JSON form (RFC 7515 7.2.2), ES256 only: whoever wrote the file does not choose how it is checked.</summary>
public sealed record JsonWebSignature(string Payload, string Protected, string Signature)
{
    internal static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new UidJson() },
    };

    [JsonIgnore]
    public byte[] PayloadBytes => Base64Url.DecodeFromChars(Payload);

    /// <summary>The header that was signed.</summary>
    [JsonIgnore]
    public SignatureHeader Header => JsonSerializer.Deserialize<SignatureHeader>(Base64Url.DecodeFromChars(Protected), Form) ?? throw new JsonException("The header is null.");

    private byte[] SignedBytes => Encoding.ASCII.GetBytes($"{Protected}.{Payload}");

    public static JsonWebSignature Sign(ReadOnlySpan<byte> payload, string type, ECDsa key)
    {
        var jwk = JsonWebKey.Of(key);
        var header = CanonicalJson.Of(new SignatureHeader("ES256", jwk.Kid, type, jwk), Form);
        var unsigned = new JsonWebSignature(Base64Url.EncodeToString(payload), Base64Url.EncodeToString(header), "");
        return unsigned with { Signature = Base64Url.EncodeToString(key.SignData(unsigned.SignedBytes, HashAlgorithmName.SHA256)) };
    }

    /// <exception cref="JsonException">Not the form of a signature.</exception>
    public static JsonWebSignature Parse(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<JsonWebSignature>(json, Form) is { Payload: not null, Protected: not null, Signature: not null } signature
            ? signature : throw new JsonException("No payload, header or signature.");

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Form);

    /// <summary>True when the key signed exactly this header and payload.</summary>
    public bool IsSignedBy(JsonWebKey key)
    {
        try
        {
            using var opened = key.Open();
            return Header.Alg == "ES256" && opened.VerifyData(SignedBytes, Base64Url.DecodeFromChars(Signature), HashAlgorithmName.SHA256);
        }
        catch (Exception problem) when (problem is FormatException or CryptographicException or JsonException)
        {
            return false;
        }
    }
}

/// <summary>What a signature says about itself.</summary>
/// <param name="Jwk">The public key, so that a file can be read alone; who it belongs to, the hospital's published keys say.</param>
public sealed record SignatureHeader(string Alg, string Kid, string Typ, JsonWebKey? Jwk);
