using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ImagingGateway.Storage;

namespace ImagingGateway.Filmless.Secrets;

/// <summary>The gateway's own HMAC key, made at first start and kept in a file only its user can read.</summary>
public sealed class SigningKey
{
    private const int KeyLength = 32;

    private readonly byte[] _key;

    private SigningKey(byte[] key) => _key = key;

    /// <summary>Reads the key file, or makes one.</summary>
    /// <exception cref="InvalidDataException">The file is no key: restore it from the backup, or remove it (PINs must then be entered again).</exception>
    public static SigningKey LoadOrCreate(string directory)
    {
        PrivateDirectory.Create(directory);
        var path = Path.Combine(directory, "study-links.key");
        if (!File.Exists(path))
            DurableFile.CreateOnce(path, RandomNumberGenerator.GetBytes(KeyLength), isPrivate: true);
        var key = File.ReadAllBytes(path);
        return key.Length == KeyLength
            ? new SigningKey(key)
            : throw new InvalidDataException($"{path} is not a key of {KeyLength} bytes. Restore it from the backup, or remove it: a new one is made and PINs must be entered again.");
    }

    /// <summary>HMAC-SHA256 of the text in base64url.</summary>
    public string Sign(string text) => Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));

    /// <summary>The same as 64 hexadecimal digits.</summary>
    public string Hash(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));

    public bool IsSignatureOf(string text, string? signature) =>
        signature is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(text)), Encoding.UTF8.GetBytes(signature));
}
