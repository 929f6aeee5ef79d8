using System.Globalization;
using System.Security.Cryptography;

namespace ImagingGateway.Filmless.Secrets;

/// <summary>
/// Passwords and PINs as kept: PBKDF2 with SHA-512, a salt of its own each, and the work factor beside it so that it can be raised.
/// Text form <c>pbkdf2-sha512$iterations$salt$hash</c>.
/// </summary>
public static class SlowHash
{
    /// <summary>OWASP Password Storage Cheat Sheet: at least 210,000 for SHA-512.</summary>
    public const int Iterations = 240_000;

    private const string Scheme = "pbkdf2-sha512";
    private const int SaltLength = 16;
    private const int HashLength = 32;

    /// <summary>Checking against this costs what a real check costs: unknown names cannot be told apart by time.</summary>
    private static readonly string Nobody = Of(Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    public static string Of(string secret)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var hash = Rfc2898DeriveBytes.Pbkdf2(secret, salt, Iterations, HashAlgorithmName.SHA512, HashLength);
        return string.Create(CultureInfo.InvariantCulture, $"{Scheme}${Iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
    }

    /// <param name="secret">What was entered.</param>
    /// <param name="kept">The kept text; null (no such account) takes as long and answers false.</param>
    public static bool Verify(string secret, string? kept)
    {
        if ((kept ?? Nobody).Split('$') is not [Scheme, var iterations, var salt, var hash])
            return false;
        var expected = Convert.FromBase64String(hash);
        var actual = Rfc2898DeriveBytes.Pbkdf2(
            secret, Convert.FromBase64String(salt), int.Parse(iterations, CultureInfo.InvariantCulture), HashAlgorithmName.SHA512, expected.Length);
        return CryptographicOperations.FixedTimeEquals(expected, actual) && kept is not null;
    }
}
