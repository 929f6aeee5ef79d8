using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Ingest;

/// <summary>
/// Acknowledged instances that wait for others of their series, so that the object store gets few large objects. They wait in the spool:
/// nothing is lost by waiting, only seen later. When few come, half a second of silence closes a pack; when many come, its size does.
/// </summary>
/// <param name="limits">Of the object store; null when nothing shall wait.</param>
/// <param name="time">The clock.</param>
internal sealed class Gathering(PackLimits? limits, TimeProvider time)
{
    /// <summary>All series together: memory stays bounded however many series come at once.</summary>
    private const int Most = 1024;
    private const long Heaviest = 32L << 20;

    private readonly Dictionary<string, Series> _series = new(StringComparer.Ordinal);
    private readonly List<StagedObject> _ready = [];
    private int _count;
    private long _weight;

    /// <summary>When <see cref="TakeDue"/> should be asked next; null when nothing waits.</summary>
    public TimeSpan? UntilNextDue => _series.Count == 0 ? null : _series.Values.Select(Left).Min() is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    public void Add(StagedObject staged)
    {
        if (limits is null || staged.Entry.Length >= limits.Alone)
        {
            _ready.Add(staged);
            return;
        }

        var now = time.GetTimestamp();
        var key = ObjectKey.SeriesOf(staged.ObjectKey);
        if (!_series.TryGetValue(key, out var series))
            _series.Add(key, series = new Series(now));
        series.Waiting.Add(staged);
        series.Bytes += staged.Entry.Length;
        series.LastAt = now;
        _count++;
        _weight += staged.Weight;
        if (series.Bytes >= limits.Bytes || series.Waiting.Count >= limits.Instances)
            Close(key, series);
        else if (_count >= Most || _weight >= Heaviest)
            CloseLargest();
    }

    /// <summary>What waits no longer, whole packs one after the other.</summary>
    public IReadOnlyList<StagedObject> TakeDue()
    {
        foreach (var (key, series) in _series.Where(series => Left(series.Value) <= TimeSpan.Zero).ToList())
            Close(key, series);
        if (_ready.Count == 0)
            return [];
        StagedObject[] due = [.. _ready];
        _ready.Clear();
        return due;
    }

    private void CloseLargest()
    {
        var (key, series) = _series.MaxBy(series => series.Value.Waiting.Count);
        Close(key, series);
    }

    private void Close(string key, Series series)
    {
        _series.Remove(key);
        _ready.AddRange(series.Waiting);
        _count -= series.Waiting.Count;
        _weight -= series.Waiting.Sum(staged => staged.Weight);
    }

    private TimeSpan Left(Series series)
    {
        var (quiet, longest) = (limits!.Quiet - time.GetElapsedTime(series.LastAt), limits.Longest - time.GetElapsedTime(series.FirstAt));
        return quiet < longest ? quiet : longest;
    }

    private sealed class Series(long now)
    {
        public long FirstAt { get; } = now;

        public long LastAt { get; set; } = now;

        public long Bytes { get; set; }

        public List<StagedObject> Waiting { get; } = [];
    }
}
