using System.Security.Cryptography;
using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Retrieve;

/// <summary>
/// A whole stored file on its way out, hashed as it is read. The last bytes are only handed over when the SHA-256 is the one taken while it was received; else, and when the bytes
/// end early, reading fails, so that no reader takes a damaged file for a whole one. Owns the stream.
/// </summary>
internal sealed class CheckedStream(Stream content, StoredInstance instance, DamagedReads damaged) : ForwardStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _left = instance.Length;

    public override int Read(Span<byte> buffer)
    {
        var wanted = buffer[..(int)Math.Min(buffer.Length, _left)];
        return Taken(wanted, wanted.IsEmpty ? 0 : content.Read(wanted));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var wanted = buffer[..(int)Math.Min(buffer.Length, _left)];
        var read = wanted.IsEmpty ? 0 : await content.ReadAsync(wanted, cancellationToken);
        return Taken(wanted.Span, read);
    }

    /// <exception cref="DamagedInstanceException">It is not what was received.</exception>
    private int Taken(Span<byte> wanted, int read)
    {
        if (wanted.IsEmpty)
            return 0;
        _hash.AppendData(wanted[..read]);
        _left -= read;
        if (read == 0 || (_left == 0 && Convert.ToHexStringLower(_hash.GetCurrentHash()) != instance.Sha256))
            throw damaged.Found(instance);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        await content.DisposeAsync();
        _hash.Dispose();
        await base.DisposeAsync();
    }
}
