using System.Buffers.Text;
using System.Security.Cryptography;

namespace ImagingGateway.Filmless.Secrets;

/// <summary>Random texts: tokens for machines, words for people.</summary>
public static class RandomText
{
    /// <summary>No letters or digits that look alike on paper.</summary>
    private const string Readable = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>Base64url of <paramref name="bytes"/> random bytes.</summary>
    public static string Token(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));

    /// <summary>Lower-case letters and digits that can be read out loud; 4.95 bits each.</summary>
    public static string Word(int length) => RandomNumberGenerator.GetString(Readable, length);

    /// <summary>Digits only.</summary>
    public static string Digits(int length) => RandomNumberGenerator.GetString("0123456789", length);

    /// <summary>A one-time password in four groups, 79 bits.</summary>
    public static string Password() => $"{Word(4)}-{Word(4)}-{Word(4)}-{Word(4)}";
}
