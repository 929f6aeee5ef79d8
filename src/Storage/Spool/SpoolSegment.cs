using System.Globalization;

namespace ImagingGateway.Storage.Spool;

/// <summary>
/// One directory of waiting entries. A new one is begun every thousand entries, so that finding the oldest never costs
/// more than one small listing, however long the backlog.
/// </summary>
internal sealed class SpoolSegment : IDisposable
{
    public const int Capacity = 1000;

    private readonly Lazy<DirectoryFlush> _flush;

    public SpoolSegment(string waiting, int number)
    {
        Number = number;
        Path = System.IO.Path.Combine(waiting, number.ToString("x8", CultureInfo.InvariantCulture));
        _flush = new Lazy<DirectoryFlush>(() => new DirectoryFlush(Path));
    }

    public int Number { get; }

    public string Path { get; }

    /// <summary>Entries ever put here by this process.</summary>
    public int Used { get; set; }

    /// <summary>Entries here now.</summary>
    public int Waiting { get; set; }

    /// <summary>No entry will be added.</summary>
    public bool IsClosed { get; set; }

    public DirectoryFlush Flush => _flush.Value;

    /// <summary>Number of a segment directory; null for any other name.</summary>
    public static int? NumberOf(string name) =>
        name.Length == 8 && int.TryParse(name, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : null;

    /// <summary>Entries in arrival order.</summary>
    public IEnumerable<SpoolEntry> Entries() =>
        Directory.EnumerateFiles(Path)
            .Select(file => SpoolEntry.Parse(System.IO.Path.GetFileName(file), Number))
            .OfType<SpoolEntry>()
            .OrderBy(entry => entry.Id);

    public void Dispose()
    {
        if (_flush.IsValueCreated)
            _flush.Value.Dispose();
    }
}
