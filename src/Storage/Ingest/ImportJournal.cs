using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ImagingGateway.Storage.Ingest;

/// <summary>
/// Which files of an import are stored already, so that an interrupted one goes on instead of beginning again: one line of 16 digits per file, made
/// of its name, length and time. A line that a crash lost costs one file read again, which is harmless.
/// </summary>
public sealed class ImportJournal : IDisposable
{
    private readonly HashSet<string> _done;
    private readonly StreamWriter _writer;
    private readonly Lock _gate = new();

    /// <param name="directory">Of all journals.</param>
    /// <param name="source">What is imported; each has a journal of its own.</param>
    /// <param name="again">Forget what was stored.</param>
    public ImportJournal(string directory, string source, bool again)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, Digits(Path.GetFullPath(source)) + ".imported");
        if (again)
            File.Delete(path);
        _done = File.Exists(path) ? [.. File.ReadLines(path)] : [];
        _writer = new StreamWriter(path, append: true);
    }

    /// <summary>Files known when it was opened.</summary>
    public int Count => _done.Count;

    /// <summary>True when exactly this file was stored before.</summary>
    public bool Has(string name, FileInfo file) => _done.Contains(LineOf(name, file));

    /// <summary>The file is durable in the archive.</summary>
    public void Add(string name, FileInfo file)
    {
        var line = LineOf(name, file);
        lock (_gate)
            _writer.WriteLine(line);
    }

    public void Dispose() => _writer.Dispose();

    private static string LineOf(string name, FileInfo file) =>
        Digits(string.Create(CultureInfo.InvariantCulture, $"{name}\n{file.Length}\n{file.LastWriteTimeUtc.Ticks}"));

    private static string Digits(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
}
