using System.Security.Cryptography;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Objects.Files;

namespace ImagingGateway.Storage.Retrieve;

/// <summary>
/// A stored file, or the rest of one, on its way out. A hashed one hands over its last bytes only when the SHA-256 is the one taken while it was received; else, and when the bytes
/// end early or a disk does not give them, reading fails, so that no reader takes a damaged file for a whole one, and the next reader is told at once. Owns the stream.
/// </summary>
internal sealed class CheckedStream(Stream content, StoredInstance instance, long offset, bool isHashed, DamagedReads damaged) : ForwardStream
{
    private readonly IncrementalHash? _hash = isHashed ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    private long _left = instance.Length - offset;

    public override int Read(Span<byte> buffer)
    {
        var wanted = buffer[..(int)Math.Min(buffer.Length, _left)];
        try
        {
            return Taken(wanted, wanted.IsEmpty ? 0 : content.Read(wanted));
        }
        catch (IOException) when (content is FileRangeStream)
        {
            throw damaged.Found(instance);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var wanted = buffer[..(int)Math.Min(buffer.Length, _left)];
        try
        {
            var read = wanted.IsEmpty ? 0 : await content.ReadAsync(wanted, cancellationToken);
            return Taken(wanted.Span, read);
        }
        catch (IOException) when (content is FileRangeStream)
        {
            throw damaged.Found(instance); // a sector that cannot be read
        }
    }

    /// <exception cref="DamagedInstanceException">It is not what was received.</exception>
    private int Taken(Span<byte> wanted, int read)
    {
        if (wanted.IsEmpty)
            return 0;
        _hash?.AppendData(wanted[..read]);
        _left -= read;
        if (read == 0 || (_left == 0 && _hash is not null && Convert.ToHexStringLower(_hash.GetCurrentHash()) != instance.Sha256))
            throw damaged.Found(instance);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
            _hash?.Dispose();
        }

        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        await content.DisposeAsync();
        _hash?.Dispose();
        await base.DisposeAsync();
    }
}
