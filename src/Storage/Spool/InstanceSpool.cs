using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Spool;

/// <summary>
/// Where acknowledged instances survive until they are published. Below one directory: <c>receiving</c> holds what is still
/// on its way (swept at start), <c>waiting</c> what is durable, <c>sources</c> who sent it, <c>damaged</c> what a failing disk
/// changed after the acknowledgement. The directory, not memory, is the truth.
/// </summary>
internal sealed class InstanceSpool : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, SpoolSegment> _segments = [];
    private readonly HashSet<SpoolEntry> _held = [];
    private readonly SpoolLane _lane;
    private readonly int _segmentCapacity;
    private SpoolSegment _current;
    private long _lastId;

    /// <param name="root">Directory of all lanes.</param>
    /// <param name="reserve">Free bytes that are never used.</param>
    /// <param name="time">The clock.</param>
    /// <param name="segmentCapacity">Entries per directory.</param>
    public InstanceSpool(string root, long reserve, TimeProvider time, int segmentCapacity = SpoolSegment.Capacity)
    {
        Time = time;
        _segmentCapacity = segmentCapacity;
        _lane = SpoolLane.Take(root);
        Space = new FreeSpace(_lane.Path, reserve, time);
        Sources = new KeptSources(_lane.Sources);
        foreach (var number in Directory.EnumerateDirectories(_lane.Waiting).Select(path => SpoolSegment.NumberOf(Path.GetFileName(path))).OfType<int>())
            Count(new SpoolSegment(_lane.Waiting, number) { IsClosed = true });
        if (WaitingInstances == 0)
            Sources.Clear();
        _current = Begin();
    }

    public TimeProvider Time { get; }

    public FreeSpace Space { get; }

    public KeptSources Sources { get; }

    public DiskFlusher Flusher { get; } = new();

    /// <summary>The latest identifier given, also before the start.</summary>
    public long LastId
    {
        get
        {
            lock (_gate)
                return _lastId;
        }
    }

    /// <summary>Acknowledged and not yet published.</summary>
    public long WaitingInstances { get; private set; }

    /// <summary>Their bytes.</summary>
    public long WaitingBytes { get; private set; }

    /// <summary>Files set aside because their bytes are not those their names promise.</summary>
    public SetAsideFiles SetAsideFiles
    {
        get
        {
            var files = new DirectoryInfo(_lane.Damaged).EnumerateFiles().ToList();
            var unfinished = files.Count(file => SpoolEntry.Parse(file.Name, 0) is { } entry && file.Length < entry.Length);
            return new SetAsideFiles(unfinished, files.Count - unfinished);
        }
    }

    /// <summary>A new empty file for an instance.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public SpoolFile Receive() => new(this, Path.Combine(_lane.Receiving, Guid.NewGuid().ToString("n") + ".part"));

    /// <summary>What waits now, or is just being made durable.</summary>
    public WaitingInstances Waiting() => new(_lane.EntriesOfAll().Select(entry => entry.Instance));

    public string PathOf(SpoolEntry entry) =>
        Path.Combine(new SpoolSegment(_lane.Waiting, entry.Segment).Path, entry.FileName);

    /// <summary>The oldest entries that nobody holds, now held by the caller.</summary>
    public IReadOnlyList<SpoolEntry> HoldOldest(int count)
    {
        var oldest = new List<SpoolEntry>(count);
        lock (_gate)
        {
            foreach (var segment in _segments.Values.Where(segment => segment.Waiting > 0))
            {
                oldest.AddRange(segment.Entries().Where(entry => !_held.Contains(entry)).Take(count - oldest.Count));
                if (oldest.Count == count)
                    break;
            }

            foreach (var entry in oldest)
                _held.Add(entry);
        }

        return oldest;
    }

    /// <summary>Gives a held entry back to the directory.</summary>
    public void Release(SpoolEntry entry)
    {
        lock (_gate)
            _held.Remove(entry);
    }

    /// <summary>Removes a published entry. A file that cannot be removed is found to be published already at the next start.</summary>
    public void Remove(SpoolEntry entry)
    {
        try
        {
            File.Delete(PathOf(entry));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // see above
        }

        Forget(entry);
    }

    /// <summary>The file is shorter than its name says: it was never flushed, so its sender was never told that it is stored. What a failing disk changes keeps its length.</summary>
    public bool IsUnfinished(SpoolEntry entry) => new FileInfo(PathOf(entry)).Length < entry.Length;

    /// <summary>Moves an entry whose bytes are not those that were received out of the way of the others.</summary>
    public void SetDamagedAside(SpoolEntry entry)
    {
        File.Move(PathOf(entry), Path.Combine(_lane.Damaged, entry.FileName), overwrite: true);
        Forget(entry);
    }

    /// <summary>Age of the oldest waiting entry.</summary>
    public TimeSpan? OldestAge()
    {
        lock (_gate)
        {
            var oldest = _segments.Values.FirstOrDefault(segment => segment.Waiting > 0)?.Entries().FirstOrDefault();
            return oldest is null ? null : Time.GetUtcNow() - oldest.ReceivedAt;
        }
    }

    public void Dispose()
    {
        Flusher.Dispose();
        foreach (var segment in _segments.Values)
            segment.Dispose();
        _lane.Dispose();
    }

    /// <summary>Makes room for an entry and holds it.</summary>
    internal (SpoolEntry Entry, SpoolSegment Segment) Enter(string sourceKey, long length, string sha256, Uid sopInstance)
    {
        lock (_gate)
        {
            if (_current.Used >= _segmentCapacity)
            {
                _current.IsClosed = true;
                RemoveIfDone(_current);
                _current = Begin();
            }

            _lastId = Math.Max(_lastId + 1, Time.GetUtcNow().UtcTicks);
            var entry = new SpoolEntry(_lastId, sourceKey, length, sha256, _current.Number, Spool.WaitingInstances.KeyOf(sopInstance));
            _current.Used++;
            _current.Waiting++;
            _held.Add(entry);
            WaitingInstances++;
            WaitingBytes += length;
            return (entry, _current);
        }
    }

    /// <summary>The entry's file is gone.</summary>
    internal void Forget(SpoolEntry entry)
    {
        lock (_gate)
        {
            _held.Remove(entry);
            WaitingInstances--;
            WaitingBytes -= entry.Length;
            if (_segments.TryGetValue(entry.Segment, out var segment))
            {
                segment.Waiting--;
                RemoveIfDone(segment);
            }
        }
    }

    private SpoolSegment Begin()
    {
        var number = _segments.Count == 0 ? 1 : _segments.Keys.Last() + 1;
        var segment = new SpoolSegment(_lane.Waiting, Math.Max(number, (_current?.Number ?? 0) + 1));
        Directory.CreateDirectory(segment.Path);
        FileSystemCalls.FlushDirectory(_lane.Waiting);
        _segments.Add(segment.Number, segment);
        return segment;
    }

    private void Count(SpoolSegment segment)
    {
        foreach (var entry in segment.Entries())
        {
            segment.Waiting++;
            WaitingInstances++;
            WaitingBytes += entry.Length;
            _lastId = Math.Max(_lastId, entry.Id);
        }

        _segments.Add(segment.Number, segment);
        RemoveIfDone(segment);
    }

    private void RemoveIfDone(SpoolSegment segment)
    {
        if (!segment.IsClosed || segment.Waiting > 0)
            return;
        _segments.Remove(segment.Number);
        segment.Dispose();
        try
        {
            Directory.Delete(segment.Path);
        }
        catch (IOException)
        {
            // something of somebody else's is in it: it is only a directory
        }
    }
}
