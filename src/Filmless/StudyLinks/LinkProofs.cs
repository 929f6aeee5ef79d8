using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ImagingGateway.Filmless.Secrets;

namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>What the gateway signs for those who opened a link, so that it need not remember them.</summary>
internal sealed class LinkProofs(SigningKey key, TimeProvider clock)
{
    private const string SessionPrefix = "s.";

    /// <summary>For a cookie: its holder confirmed the opening (with the PIN, if any). Ends with the session, and with a new PIN.</summary>
    public string OfOpening(StudyLinkRow row)
    {
        var until = Until();
        return $"{until}.{key.Sign(OpeningText(row, until))}";
    }

    public bool IsOfOpening(StudyLinkRow row, string? proof) =>
        proof?.Split('.') is [var until, var signature] && IsAhead(until) && key.IsSignatureOf(OpeningText(row, until), signature);

    /// <summary>A token in place of the link's own, for one who came with the short code: the own one is kept nowhere.</summary>
    public string SessionToken(StudyLinkRow row)
    {
        var until = Until();
        return $"{SessionPrefix}{row.Id}.{until}.{key.Sign(SessionText(row.Id, until))}";
    }

    /// <summary>The link of a session token that is still good; null for any other token.</summary>
    public string? LinkOfSession(string token) =>
        token.StartsWith(SessionPrefix, StringComparison.Ordinal) && token[SessionPrefix.Length..].Split('.') is [var id, var until, var signature]
        && IsAhead(until) && key.IsSignatureOf(SessionText(id, until), signature) ? id : null;

    /// <summary>A token has more than enough bits for a plain hash.</summary>
    public static byte[] HashOfToken(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>A code has not: keyed, so that who reads the database finds no code by trying.</summary>
    public byte[] HashOfCode(string code) => Encoding.ASCII.GetBytes(key.Sign($"study-link-code\n{code}"));

    private string Until() => (clock.GetUtcNow() + StudyLinkPolicy.Session).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private bool IsAhead(string until) =>
        long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > clock.GetUtcNow().ToUnixTimeSeconds();

    private static string OpeningText(StudyLinkRow row, string until) => FormattableString.Invariant($"study-link-opening\n{row.Id}\n{row.PinVersion}\n{until}");

    private static string SessionText(string id, string until) => $"study-link-session\n{id}\n{until}";
}
