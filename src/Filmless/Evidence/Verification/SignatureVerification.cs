using System.Buffers.Text;
using ImagingGateway.Filmless.Evidence.Signing;

namespace ImagingGateway.Filmless.Evidence.Verification;

/// <summary>Checks who signed.</summary>
internal static class SignatureVerification
{
    /// <exception cref="FormatException">The header is no base64url.</exception>
    /// <exception cref="System.Text.Json.JsonException">The header is no JSON.</exception>
    public static IEnumerable<Finding> Check(JsonWebSignature signature, string type, JsonWebKeySet? trusted)
    {
        var header = signature.Header;
        if (header.Typ != type)
            yield return Finding.Fault($"The signature is for '{header.Typ}', not for '{type}'.");
        var published = trusted?.Keys.FirstOrDefault(key => key.Kid == header.Kid);
        var key = published ?? (trusted is null ? header.Jwk : null);
        if (key is null)
        {
            yield return Finding.Fault($"The key {header.Kid} is none of the hospital's published keys.");
            yield break;
        }

        if (!IsOneSpelling(signature.Signature) || !IsOneSpelling(signature.Payload) || !IsOneSpelling(signature.Protected))
            yield return Finding.Fault("The file's base64url text was changed.");
        if (!signature.IsSignedBy(key) || key.Kid != JsonWebKey.ThumbprintOf(key.X, key.Y))
            yield return Finding.Fault($"The signature by key {header.Kid} does not fit: the content, the header or the signature was changed after signing.");
        else if (published is not null)
            yield return Finding.Fine($"Signed by the hospital's key {header.Kid}.");
        else
            yield return Finding.Fine($"Signed by key {header.Kid}, which the file itself names: compare it with the hospital's published keys (--jwks) before trusting it.");
    }

    // the last letter has bits that no byte uses: with them changed the same bytes would come out
    private static bool IsOneSpelling(string text)
    {
        try
        {
            return Base64Url.EncodeToString(Base64Url.DecodeFromChars(text)) == text;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
