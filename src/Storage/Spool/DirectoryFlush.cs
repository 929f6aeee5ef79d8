using Microsoft.Win32.SafeHandles;

namespace ImagingGateway.Storage.Spool;

/// <summary>
/// Flushes of one directory, shared: whoever asks while a flush runs waits for the next one together with all others who ask meanwhile. When that one fails it
/// fails for all of them: the system tells an error once, and a second try would be told that all is well.
/// </summary>
internal sealed class DirectoryFlush : IDisposable
{
    private readonly SafeFileHandle? _handle;
    private readonly Action _flush;
    private readonly object _gate = new();
    private long _asked;
    private long _done;
    private long _failed;
    private bool _running;

    public DirectoryFlush(string path)
    {
        var handle = _handle = FileSystemCalls.OpenDirectory(path);
        _flush = () => FileSystemCalls.Flush(handle);
    }

    internal DirectoryFlush(Action flush) => _flush = flush;

    /// <summary>Calls of <see cref="Flush"/> so far.</summary>
    internal long Asked
    {
        get
        {
            lock (_gate)
                return _asked;
        }
    }

    /// <summary>Returns when every name made before the call is durable. Blocks.</summary>
    /// <exception cref="IOException">The disk does not take them.</exception>
    public void Flush()
    {
        lock (_gate)
        {
            var mine = ++_asked;
            while (_running && _done < mine)
                Monitor.Wait(_gate);
            if (_done >= mine)
            {
                if (_failed >= mine)
                    throw new IOException("The names in a directory could not be made durable.");
                return;
            }

            _running = true;
            var covered = _asked;
            Monitor.Exit(_gate);
            var flushed = false;
            try
            {
                _flush();
                flushed = true;
            }
            finally
            {
                Monitor.Enter(_gate);
                _running = false;
                _done = covered;
                if (!flushed)
                    _failed = covered;
                Monitor.PulseAll(_gate);
            }
        }
    }

    public void Dispose() => _handle?.Dispose();
}
