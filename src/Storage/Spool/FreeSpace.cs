namespace ImagingGateway.Storage.Spool;

/// <summary>Guards the last free bytes of the spool's disk. Asks the file system a few times a second, and before it refuses, and counts what was taken since.</summary>
internal sealed class FreeSpace(string path, long reserve, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(200);
    private readonly Lock _gate = new();
    private readonly DriveInfo _drive = new(Path.GetFullPath(path));
    private long _free;
    private long? _askedAt;

    /// <summary>Bytes free at the last look, less what was taken since.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                Look();
                return _free;
            }
        }
    }

    /// <summary>Counts bytes as taken. False when the reserve is touched: the caller must not write them.</summary>
    public bool TryTake(long bytes)
    {
        lock (_gate)
        {
            Look();
            if (_free - bytes < reserve)
                Ask(); // room may have been made since: nothing is refused for what was true a moment ago
            if (_free - bytes < reserve)
                return false;
            _free -= bytes;
            return true;
        }
    }

    private void Look()
    {
        if (_askedAt is { } then && time.GetElapsedTime(then) < Fresh)
            return;
        Ask();
    }

    private void Ask()
    {
        _free = _drive.AvailableFreeSpace;
        _askedAt = time.GetTimestamp();
    }
}
