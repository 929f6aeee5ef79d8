namespace ImagingGateway.Storage.Maintenance;

/// <summary>A directory for files that are needed for a moment. Disposing removes it; what a killed run left goes a day later.</summary>
public sealed class ScratchDirectory : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly DirectoryInfo _directory;

    /// <param name="parent">Holds such directories only.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public ScratchDirectory(string parent, DateTimeOffset now)
    {
        var all = Directory.CreateDirectory(parent);
        foreach (var left in all.EnumerateDirectories().Where(left => left.LastWriteTimeUtc < (now - Kept).UtcDateTime))
            left.Delete(recursive: true);
        _directory = all.CreateSubdirectory(Guid.NewGuid().ToString("n"));
    }

    public string Path => _directory.FullName;

    public void Dispose() => _directory.Delete(recursive: true);
}
