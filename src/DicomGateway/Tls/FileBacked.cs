namespace ImagingGateway.DicomGateway.Tls;

/// <summary>What was read from files, read again when one of them changes. A change that cannot be read leaves the last good value. Thread safe.</summary>
/// <param name="paths">Looked at on every use.</param>
/// <param name="read">Reads all of them.</param>
/// <param name="changed">Told after every later reading: null, or why it failed.</param>
internal sealed class FileBacked<T>(IReadOnlyList<string> paths, Func<T> read, Action<Exception?> changed)
    where T : class
{
    private readonly Lock _gate = new();
    private T? _value;
    private string? _stamp;

    /// <exception cref="IOException">It was never readable.</exception>
    public T Current
    {
        get
        {
            lock (_gate)
            {
                var stamp = string.Join('|', paths.Select(path => new FileInfo(path)).Select(file => file.Exists ? $"{file.LastWriteTimeUtc.Ticks}:{file.Length}" : "-"));
                if (_value is null)
                    _value = read();
                else if (stamp != _stamp)
                    ReadAgain();
                _stamp = stamp;
                return _value;
            }
        }
    }

    private void ReadAgain()
    {
        try
        {
            _value = read();
            changed(null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            changed(fault); // most likely half written; the next change is looked at again
        }
    }
}
