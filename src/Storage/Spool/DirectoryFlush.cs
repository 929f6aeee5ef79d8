using Microsoft.Win32.SafeHandles;

namespace ImagingGateway.Storage.Spool;

/// <summary>Flushes of one directory, shared: whoever asks while a flush runs waits for the next one together with all others who ask meanwhile.</summary>
internal sealed class DirectoryFlush(string path) : IDisposable
{
    private readonly SafeFileHandle _handle = FileSystemCalls.OpenDirectory(path);
    private readonly object _gate = new();
    private long _asked;
    private long _done;
    private bool _running;

    /// <summary>Returns when every name made before the call is durable. Blocks.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            var mine = ++_asked;
            while (_running && _done < mine)
                Monitor.Wait(_gate);
            if (_done >= mine)
                return;
            _running = true;
            mine = _asked;
            Monitor.Exit(_gate);
            var flushed = false;
            try
            {
                RandomAccess.FlushToDisk(_handle);
                flushed = true;
            }
            finally
            {
                Monitor.Enter(_gate);
                _running = false;
                if (flushed)
                    _done = mine;
                Monitor.PulseAll(_gate);
            }
        }
    }

    public void Dispose() => _handle.Dispose();
}
