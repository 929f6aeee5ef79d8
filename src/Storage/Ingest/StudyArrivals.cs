using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ImagingGateway.Storage.Ingest;

/// <summary>Tells whoever listens which studies just grew. A slow listener loses the oldest news, never slows ingest.</summary>
public sealed class StudyArrivals
{
    private readonly ConcurrentDictionary<Channel<StudyArrival>, byte> _listeners = new();

    public void Announce(StudyArrival arrival)
    {
        foreach (var listener in _listeners.Keys)
            listener.Writer.TryWrite(arrival);
    }

    public async IAsyncEnumerable<StudyArrival> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<StudyArrival>(new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropOldest });
        _listeners.TryAdd(channel, 0);
        try
        {
            await foreach (var arrival in channel.Reader.ReadAllAsync(cancellationToken))
                yield return arrival;
        }
        finally
        {
            _listeners.TryRemove(channel, out _);
        }
    }
}
