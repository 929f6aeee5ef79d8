using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ImagingGateway.Filmless.Secrets;

/// <summary>Time-based one-time passwords (RFC 6238) as authenticator apps make them: HMAC-SHA1, 30 seconds, 6 digits.</summary>
public static class Totp
{
    private const int StepSeconds = 30;
    private const int Digits = 6;

    /// <summary>Clocks of phones: one step to either side (RFC 6238 5.2).</summary>
    private const int Drift = 1;

    /// <summary>RFC 4226 4, R6: at least 128 bits, 160 recommended.</summary>
    private const int SecretLength = 20;

    private const string Base32Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A new secret in base32 (RFC 4648 6) without padding.</summary>
    public static string NewSecret() => ToBase32(RandomNumberGenerator.GetBytes(SecretLength));

    /// <summary>What the QR code says, as authenticator apps read it.</summary>
    public static string Uri(string secret, string userName, string issuer) =>
        $"otpauth://totp/{System.Uri.EscapeDataString(issuer)}:{System.Uri.EscapeDataString(userName)}?secret={secret}&issuer={System.Uri.EscapeDataString(issuer)}";

    /// <summary>The code of a moment.</summary>
    public static string CodeAt(string secret, DateTimeOffset time) => Code(FromBase32(secret), StepOf(time));

    /// <summary>The time step whose code this is; null for a wrong code. A step that was used must not be taken again.</summary>
    public static long? StepOf(string secret, string code, DateTimeOffset now)
    {
        var key = FromBase32(secret);
        long? found = null;
        for (var step = StepOf(now) - Drift; step <= StepOf(now) + Drift; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Code(key, step)), Encoding.UTF8.GetBytes(code)))
                found = step;
        }

        return found;
    }

    private static long StepOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / StepSeconds;

    private static string Code(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // RFC 6238: what every authenticator app computes; HMAC does not rest on collision resistance
        var hash = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xF)) & int.MaxValue; // RFC 4226 5.3
        return (number % 1_000_000).ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0');
    }

    private static string ToBase32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        for (var bit = 0; bit < bytes.Length * 8; bit += 5)
        {
            var value = 0;
            for (var i = bit; i < bit + 5; i++)
                value = (value << 1) | (i < bytes.Length * 8 ? (bytes[i / 8] >> (7 - (i % 8))) & 1 : 0);
            text.Append(Base32Letters[value]);
        }

        return text.ToString();
    }

    private static byte[] FromBase32(string text)
    {
        var bytes = new byte[text.Length * 5 / 8];
        for (var i = 0; i < bytes.Length * 8; i++)
        {
            var value = Base32Letters.IndexOf(text[i / 5], StringComparison.Ordinal);
            if (value < 0)
                throw new FormatException("This is no base32.");
            bytes[i / 8] |= (byte)(((value >> (4 - (i % 5))) & 1) << (7 - (i % 8)));
        }

        return bytes;
    }
}
