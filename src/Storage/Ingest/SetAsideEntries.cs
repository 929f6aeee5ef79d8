using ImagingGateway.Storage.Spool;

namespace ImagingGateway.Storage.Ingest;

/// <summary>Spool entries that cannot be published now for a reason of their own; tried again after a while.</summary>
internal sealed class SetAsideEntries(TimeSpan after, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<SpoolEntry> _entries = [];
    private long _firstAt;

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
                return _entries.Count == 0;
        }
    }

    public void Add(SpoolEntry entry)
    {
        lock (_gate)
        {
            if (_entries.Count == 0)
                _firstAt = time.GetTimestamp();
            _entries.Add(entry);
        }
    }

    /// <summary>All of them, once the while has passed since the first came.</summary>
    public IReadOnlyList<SpoolEntry> TakeDue()
    {
        lock (_gate)
        {
            if (_entries.Count == 0 || time.GetElapsedTime(_firstAt) < after)
                return [];
            SpoolEntry[] due = [.. _entries];
            _entries.Clear();
            return due;
        }
    }
}
