using System.Globalization;

namespace ImagingGateway.Storage.Spool;

/// <summary>
/// The part of the spool that one process owns, by a lock that the operating system drops when the process ends. A server
/// and an import may run side by side on one data directory; whoever starts takes over what a dead process left.
/// </summary>
internal sealed class SpoolLane : IDisposable
{
    private readonly FileStream _lock;

    private SpoolLane(string path, FileStream held)
    {
        Path = path;
        _lock = held;
        foreach (var directory in (string[])[Receiving, Waiting, Sources, Damaged])
            Directory.CreateDirectory(directory);
        FileSystemCalls.FlushDirectory(Path);
    }

    public string Path { get; }

    public string Receiving => System.IO.Path.Combine(Path, "receiving");

    public string Waiting => System.IO.Path.Combine(Path, "waiting");

    public string Sources => System.IO.Path.Combine(Path, "sources");

    public string Damaged => System.IO.Path.Combine(Path, "damaged");

    /// <summary>Takes the first free lane, sweeps what was cut off in it, and moves in what waits in other lanes nobody holds.</summary>
    public static SpoolLane Take(string root)
    {
        Directory.CreateDirectory(root);
        SpoolLane? own = null;
        for (var number = 1; own is null; number++)
            own = TryTake(System.IO.Path.Combine(root, number.ToString(CultureInfo.InvariantCulture)));
        FileSystemCalls.FlushDirectory(root);
        own.Sweep();
        foreach (var other in Directory.EnumerateDirectories(root).Where(path => path != own.Path))
        {
            using var left = TryTake(other);
            if (left is not null)
                own.TakeOver(left);
        }

        return own;
    }

    /// <summary>What waits in the lanes of all processes.</summary>
    public IEnumerable<SpoolEntry> EntriesOfAll() =>
        from lane in Directory.EnumerateDirectories(System.IO.Path.GetDirectoryName(Path)!)
        from segment in ListOf(System.IO.Path.Combine(lane, "waiting"), Directory.GetDirectories)
        from file in ListOf(segment, Directory.GetFiles)
        let entry = SpoolEntry.Parse(System.IO.Path.GetFileName(file), 0)
        where entry is not null
        select entry;

    public void Dispose() => _lock.Dispose();

    private static SpoolLane? TryTake(string path)
    {
        Directory.CreateDirectory(path);
        try
        {
            return new SpoolLane(path, new FileStream(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(System.IO.Path.Combine(path, "lock")))
        {
            return null; // held by a process that lives
        }
    }

    // a directory that is emptied goes
    private static string[] ListOf(string directory, Func<string, string[]> read)
    {
        try
        {
            return read(directory);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private void Sweep()
    {
        foreach (var partial in Directory.EnumerateFiles(Receiving))
            File.Delete(partial);
    }

    private void TakeOver(SpoolLane other)
    {
        other.Sweep();
        var sources = new KeptSources(Sources); // before what they are of: who sent it is known whenever it is here
        foreach (var source in Directory.EnumerateFiles(other.Sources))
            sources.TakeOver(source);
        foreach (var damaged in Directory.EnumerateFiles(other.Damaged))
            File.Move(damaged, System.IO.Path.Combine(Damaged, System.IO.Path.GetFileName(damaged)), overwrite: true);
        foreach (var from in Directory.EnumerateDirectories(other.Waiting).Order(StringComparer.Ordinal))
        {
            var to = System.IO.Path.Combine(Waiting, FreeSegment());
            Directory.Move(from, to);
        }

        FileSystemCalls.FlushDirectory(Damaged);
        FileSystemCalls.FlushDirectory(Waiting);
    }

    private string FreeSegment()
    {
        var last = Directory.EnumerateDirectories(Waiting).Select(path => SpoolSegment.NumberOf(System.IO.Path.GetFileName(path)) ?? 0).DefaultIfEmpty().Max();
        return (last + 1).ToString("x8", CultureInfo.InvariantCulture);
    }
}
