using System.Collections.Concurrent;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Spool;

namespace ImagingGateway.Storage.Objects.Files;

/// <summary>
/// Who sent what, told by names of empty files, which the flush of their directory makes durable together with the names of the objects: no flush more.
/// In the directory of a series <c>from-SOURCE</c> names the source its instances came from, and <c>others/INSTANCE.SOURCE</c> that of each that came from
/// another. A source is a small file in <c>sources</c> below the root, written once.
/// </summary>
internal sealed class SeriesSources
{
    private const string Mark = "from-";
    private const string NotOne = "";
    private const int Remembered = 4096;

    private readonly KeptSources _sources;
    private readonly ConcurrentDictionary<string, string> _usual = new(StringComparer.Ordinal);

    public SeriesSources(string root)
    {
        var directory = Path.Combine(root, "sources");
        Directory.CreateDirectory(directory);
        _sources = new KeptSources(directory);
    }

    /// <summary>Writes down where an object comes from, before it gets its name.</summary>
    /// <param name="path">Of the object.</param>
    /// <param name="source">Through which door it came.</param>
    /// <param name="isNewSeries">Its directory has just been made: the others of the series will come from there too.</param>
    /// <param name="touched">Takes the directories to be flushed.</param>
    public void Keep(string path, InstanceSource source, bool isNewSeries, HashSet<string> touched)
    {
        var series = Path.GetDirectoryName(path)!;
        var key = _sources.KeyOf(source);
        if (isNewSeries)
        {
            Make(Path.Combine(series, Mark + key));
            Remember(series, key);
        }
        else if (UsualOf(series) != key)
        {
            var others = Directory.CreateDirectory(OthersOf(series)).FullName;
            Make(Path.Combine(others, $"{Path.GetFileName(path)}.{key}"));
            touched.Add(others);
            touched.Add(series);
        }
    }

    /// <summary>Where an object came from; null when nobody wrote it down.</summary>
    public InstanceSource? Find(string path)
    {
        var series = Path.GetDirectoryName(path)!;
        var key = MarksOf(path).Select(mark => Path.GetExtension(mark)[1..]).FirstOrDefault() ?? UsualOf(series);
        return key == NotOne ? null : _sources.Read(key);
    }

    /// <summary>Before an object goes: one that gets its name later may come from elsewhere.</summary>
    public static void Forget(string path)
    {
        foreach (var mark in MarksOf(path))
            File.Delete(mark);
    }

    private static string OthersOf(string series) => Path.Combine(series, "others");

    private static string[] MarksOf(string path) =>
        OthersOf(Path.GetDirectoryName(path)!) is var others && Directory.Exists(others) ? Directory.GetFiles(others, Path.GetFileName(path) + ".*") : [];

    private static void Make(string path) => File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write).Dispose();

    // Archives from before this was written down have no mark, and two processes that begin a series at one moment leave two: then nothing is said of it.
    private string UsualOf(string series)
    {
        if (_usual.TryGetValue(series, out var known))
            return known;
        var marks = Directory.Exists(series) ? Directory.GetFiles(series, Mark + "*") : [];
        var usual = marks.Length == 1 ? Path.GetFileName(marks[0])[Mark.Length..] : NotOne;
        Remember(series, usual);
        return usual;
    }

    private void Remember(string series, string key)
    {
        if (_usual.Count >= Remembered)
            _usual.Clear();
        _usual[series] = key;
    }
}
