using System.Security.Cryptography;
using System.Text;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Storage;

namespace ImagingGateway.Filmless.Evidence.Signing;

/// <summary>
/// The key with which the hospital signs (ECDSA P-256): made at first start, kept in a file outside the database that only the gateway's user
/// can read. Public keys stay for good, also of keys that were replaced, so that old signatures can always be checked.
/// </summary>
public sealed class HospitalKeys
{
    private const string PrivateName = "evidence-signing.pem";
    private const string PublicPattern = "evidence-*.public.pem";

    private readonly string _directory;
    private readonly Lock _gate = new();
    private (DateTime Written, ECDsa Key)? _loaded;

    private HospitalKeys(string directory) => _directory = directory;

    private string PrivatePath => Path.Combine(_directory, PrivateName);

    public static HospitalKeys LoadOrCreate(string directory)
    {
        PrivateDirectory.Create(directory);
        var keys = new HospitalKeys(directory);
        if (!File.Exists(keys.PrivatePath))
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            DurableFile.CreateOnce(keys.PrivatePath, Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem()), isPrivate: true);
        }

        keys.KeepPublic(keys.Current());
        return keys;
    }

    /// <summary>The public key that signs now.</summary>
    public JsonWebKey Public => JsonWebKey.Of(Current());

    /// <summary>Every public key that ever signed here, the one of now first.</summary>
    public JsonWebKeySet All()
    {
        var current = Public;
        var others = Directory.EnumerateFiles(_directory, PublicPattern).Select(ReadPublic).Where(key => key.Kid != current.Kid).OrderBy(key => key.Kid, StringComparer.Ordinal);
        return new JsonWebKeySet([current, .. others]);
    }

    public JsonWebSignature Sign(ReadOnlySpan<byte> payload, string type)
    {
        lock (_gate)
            return JsonWebSignature.Sign(payload, type, Current());
    }

    /// <summary>The private key as PKCS #8 in PEM: the hospital's own copy, to be kept in a safe.</summary>
    public string ExportPrivate() => Current().ExportPkcs8PrivateKeyPem();

    /// <summary>Makes a new key; the old one signs no more, its public key stays. A running gateway uses the new one at its next signature.</summary>
    /// <returns>The new public key.</returns>
    public JsonWebKey Rotate()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        KeepPublic(made);
        DurableFile.Replace(PrivatePath, Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem()), isPrivate: true);
        return JsonWebKey.Of(made);
    }

    private void KeepPublic(ECDsa key) =>
        DurableFile.CreateOnce(Path.Combine(_directory, $"evidence-{JsonWebKey.Of(key).Kid}.public.pem"), Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()), isPrivate: true);

    private static JsonWebKey ReadPublic(string path)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(path));
        return JsonWebKey.Of(key);
    }

    // another process of this gateway may have replaced the key
    private ECDsa Current()
    {
        lock (_gate)
        {
            var written = File.GetLastWriteTimeUtc(PrivatePath);
            if (_loaded is { } loaded && loaded.Written == written)
                return loaded.Key;
            var key = ECDsa.Create();
            try
            {
                key.ImportFromPem(File.ReadAllText(PrivatePath));
            }
            catch (Exception problem) when (problem is ArgumentException or CryptographicException)
            {
                throw new InvalidDataException($"{PrivatePath} is not a key. Restore it from the backup, or move it away: a new one is made, and the old signatures stay valid.", problem);
            }

            _loaded = (written, key);
            return key;
        }
    }
}
