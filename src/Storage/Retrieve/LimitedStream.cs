using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Retrieve;

/// <summary>The next bytes of a stream that can only go forward, up to a length. Owns the stream.</summary>
internal sealed class LimitedStream(Stream inner, long length) : ForwardStream
{
    private long _left = length;

    /// <summary>Reads past bytes before the limited part begins.</summary>
    public async Task SkipAsync(long count, CancellationToken cancellationToken)
    {
        var waste = new byte[16 << 10];
        while (count > 0)
        {
            var read = await inner.ReadAsync(waste.AsMemory(0, (int)Math.Min(count, waste.Length)), cancellationToken);
            if (read == 0)
                return;
            count -= read;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        _left -= read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
        _left -= read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }
}
