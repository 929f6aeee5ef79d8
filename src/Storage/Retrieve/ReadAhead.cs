using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Retrieve;

/// <summary>
/// Instances whose files are about to be read whole, one after the other. Where they lie one behind the other in a pack, several come by one
/// request; they are streamed, nothing is gathered in memory. Disposing ends the request. An instance that is opened while another is still open
/// shows that they are read side by side: from then on each comes by a request of its own.
/// </summary>
public sealed class ReadAhead : IAsyncDisposable
{
    /// <summary>Asked for at once: so little that a reader who goes away costs little.</summary>
    private const long Most = 8 << 20;

    /// <summary>Neighbours lie a tar header apart, or one that was left out.</summary>
    private const long LargestGap = 64 << 10;

    private readonly IObjectStore _objects;
    private readonly Dictionary<string, int> _order = new(StringComparer.Ordinal);
    private Stream? _open;
    private string _object = string.Empty;
    private long _position;
    private long _end;
    private int _isLent;
    private bool _isCrossed;

    internal ReadAhead(IObjectStore objects, IReadOnlyList<StoredInstance> instances)
    {
        _objects = objects;
        Instances = objects.Packing is null ? instances : [.. instances.Select(instance => instance with { Ahead = this })];
        for (var i = 0; i < instances.Count; i++)
            _order.TryAdd(instances[i].ObjectKey, i);
    }

    /// <summary>The instances in their order; opening one of these reads ahead.</summary>
    public IReadOnlyList<StoredInstance> Instances { get; }

    public ValueTask DisposeAsync() => CloseAsync();

    /// <summary>Opens an instance from an offset to its end. Null: open it by itself, nothing would be gained here.</summary>
    /// <exception cref="FileNotFoundException">No such object.</exception>
    internal async Task<Stream?> OpenAsync(StoredInstance instance, long offset, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isLent, 1) == 1)
        {
            _isCrossed = true;
            return null;
        }

        var isReached = false;
        try
        {
            isReached = !_isCrossed && await ReachAsync(instance, instance.Place.Offset + offset, cancellationToken);
            return isReached ? new Neighbour(this, instance.Length - offset) : null;
        }
        finally
        {
            if (!isReached)
                Return();
        }
    }

    /// <summary>Reads on. When the connection was cut, which a slow receiver brings about, the rest of the instance comes by a request of its own.</summary>
    internal async ValueTask<int> ReadAsync(Memory<byte> buffer, long left, CancellationToken cancellationToken)
    {
        var read = await ReadOpenAsync(buffer, cancellationToken);
        if (read == 0 && _end > _position)
        {
            await OpenStretchAsync(_object, _position, _position + left, cancellationToken);
            read = await _open!.ReadAsync(buffer, cancellationToken);
        }

        _position += read;
        return read;
    }

    internal void Return() => Volatile.Write(ref _isLent, 0);

    private async ValueTask<int> ReadOpenAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _open!.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return 0;
        }
    }

    private async Task<bool> ReachAsync(StoredInstance instance, long start, CancellationToken cancellationToken)
    {
        var end = instance.Place.Offset + instance.Place.Length;
        if (_open is null || _object != instance.Place.Object || start < _position || start - _position > LargestGap || end > _end)
        {
            var last = EndOfStretch(instance, start, end);
            if (last == end)
                return false;
            await OpenStretchAsync(instance.Place.Object, start, last, cancellationToken);
        }

        var between = new byte[start - _position];
        while (_position < start)
        {
            if (await ReadOpenAsync(between.AsMemory(0, (int)(start - _position)), cancellationToken) is not (> 0 and var read))
            {
                await CloseAsync();
                return false;
            }

            _position += read;
        }

        return true;
    }

    private long EndOfStretch(StoredInstance instance, long start, long end)
    {
        if (!_order.TryGetValue(instance.ObjectKey, out var place))
            return end;
        foreach (var next in Instances.Skip(place + 1).Select(next => next.Place))
        {
            if (next.Object != instance.Place.Object || next.Offset < end || next.Offset - end > LargestGap || next.Offset + next.Length - start > Most)
                break;
            end = next.Offset + next.Length;
        }

        return end;
    }

    private async Task OpenStretchAsync(string name, long start, long end, CancellationToken cancellationToken)
    {
        await CloseAsync();
        _open = await _objects.OpenRangeAsync(name, start, end - start, cancellationToken);
        (_object, _position, _end) = (name, start, end);
    }

    private async ValueTask CloseAsync()
    {
        if (_open is { } open)
        {
            _open = null;
            await open.DisposeAsync();
        }
    }

    /// <summary>One instance in the stretch that is open.</summary>
    private sealed class Neighbour(ReadAhead owner, long left) : ForwardStream
    {
        private ReadAhead? _owner = owner;
        private long _left = left;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            ObjectDisposedException.ThrowIf(_owner is null, this);
            var wanted = buffer[..(int)Math.Min(buffer.Length, _left)];
            if (wanted.IsEmpty)
                return 0;
            var read = await _owner.ReadAsync(wanted, _left, cancellationToken);
            _left -= read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                Interlocked.Exchange(ref _owner, null)?.Return();
            base.Dispose(disposing);
        }
    }
}
