using System.Buffers;
using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Retrieve;

/// <summary>A small file that was read to its end, and so compared, before the first byte is handed over: what is damaged is refused whole.</summary>
internal sealed class GatheredStream : ForwardStream
{
    /// <summary>Most slices of CT, MR and ultrasound are no larger, and as much for each of a hundred readers is no burden.</summary>
    public const int Most = 1 << 20;

    private readonly int _length;
    private byte[]? _bytes;
    private int _position;

    private GatheredStream(int length) => (_bytes, _length) = (ArrayPool<byte>.Shared.Rent(length), length);

    public override long Length => _length;

    /// <summary>Reads a stream to its end and closes it.</summary>
    /// <exception cref="DamagedInstanceException">It is not what was received.</exception>
    public static async Task<GatheredStream> OfAsync(CheckedStream content, int length, CancellationToken cancellationToken)
    {
        var gathered = new GatheredStream(length);
        try
        {
            await using (content)
                await content.ReadExactlyAsync(gathered._bytes!.AsMemory(0, length), cancellationToken);
            return gathered;
        }
        catch
        {
            await gathered.DisposeAsync();
            throw;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_bytes is null, this);
        var count = Math.Min(buffer.Length, _length - _position);
        _bytes.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _bytes, null) is { } bytes)
            ArrayPool<byte>.Shared.Return(bytes);
        base.Dispose(disposing);
    }
}
