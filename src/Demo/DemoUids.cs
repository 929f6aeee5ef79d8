using System.Buffers.Binary;
using System.Security.Cryptography;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Demo;

/// <summary>Identifiers in an order that follows from a seed: whoever is interrupted makes the same images again, and an archive keeps each of them once.</summary>
/// <param name="seed">Another one for each demo, so that no two demos share identifiers.</param>
/// <param name="part">Which of the demo's parts; each counts for itself.</param>
public sealed class DemoUids(Guid seed, string part)
{
    private readonly byte[] _key = [.. seed.ToByteArray(), .. System.Text.Encoding.UTF8.GetBytes(part)];
    private long _count;

    /// <summary>The next one, under 2.25 with a UUID of version 8 (RFC 9562, 5.8).</summary>
    public Uid Next()
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(number, _count++);
        var uuid = HMACSHA256.HashData(_key, number)[..16];
        uuid[6] = (byte)((uuid[6] & 0x0F) | 0x80);
        uuid[8] = (byte)((uuid[8] & 0x3F) | 0x80);
        return Uid.Of(new Guid(uuid, bigEndian: true));
    }
}
