using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Spool;

/// <summary>Who sent what waits in the spool or rests in the store: one small file per distinct source, written and flushed once, named by its own hash.</summary>
internal sealed class KeptSources(string directory)
{
    private const int Remembered = 4096;
    private readonly ConcurrentDictionary<InstanceSource, string> _keys = new();

    /// <summary>The key of a source whose file is durable.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public string KeyOf(InstanceSource source)
    {
        if (_keys.TryGetValue(source, out var known))
            return known;
        var json = Encoding.ASCII.GetBytes(ObjectFacts.Write(null, source));
        var key = Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 8));
        Keep(Path.Combine(directory, key), json);
        if (_keys.Count >= Remembered)
            _keys.Clear();
        _keys[source] = key;
        return key;
    }

    /// <summary>Keeps what another lane knows under the same name; durable when this returns.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public void TakeOver(string file) => Keep(Path.Combine(directory, Path.GetFileName(file)), File.ReadAllBytes(file));

    /// <summary>Reads a source back; one that is gone or unreadable becomes an unknown importer, never a reason not to publish.</summary>
    public InstanceSource Read(string key)
    {
        try
        {
            if (ObjectFacts.Read(File.ReadAllText(Path.Combine(directory, key))).Source is { } source)
                return source;
        }
        catch (IOException)
        {
        }

        return new InstanceSource(IngestOrigin.Import, null, null, null, null);
    }

    /// <summary>Forgets every source; only when nothing waits.</summary>
    public void Clear()
    {
        _keys.Clear();
        foreach (var file in Directory.EnumerateFiles(directory))
            File.Delete(file);
    }

    private static void Keep(string path, byte[] json)
    {
        if (File.Exists(path) && new FileInfo(path).Length == json.Length)
            return;
        DurableFile.Replace(path, json);
    }
}
