using ImagingGateway.TestKit;

namespace ImagingGateway.Dicom.Tests;

/// <summary>One line of the corpus manifest.</summary>
public sealed record CorpusFile(string Path, string TransferSyntax, string SopClass, int? Rows, int? Columns, string Note)
{
    /// <summary>Every file; xunit rows hold the path only.</summary>
    public static IReadOnlyList<CorpusFile> All { get; } = Load();

    /// <summary>The folders of the corpus; one row that says so where there is no corpus.</summary>
    public static IReadOnlyList<string> Folders { get; } = Corpus.IsPresent
        ? [.. All.Select(f => f.Path.Split('/')).Select(p => p.Length > 2 ? p[0] + "/" + p[1] : p[0]).Distinct()]
        : ["no corpus beside the checkout: CORPUS_DIR is not set"];

    /// <summary>The files of a folder, without those of its folders.</summary>
    public static IEnumerable<CorpusFile> In(string folder) => All.Where(f => f.Path.StartsWith(folder + "/", StringComparison.Ordinal));

    public byte[] Bytes => File.ReadAllBytes(Corpus.PathOf(Path));

    public static CorpusFile Of(string path) => All.Single(f => f.Path == path);

    private static List<CorpusFile> Load()
    {
        var files = new List<CorpusFile>();
        if (!Corpus.IsPresent)
            return files;
        foreach (var line in File.ReadLines(Corpus.PathOf("manifest.tsv")).Skip(1))
        {
            var fields = line.Split('\t');
            files.Add(new CorpusFile(
                fields[0], fields[3], fields[4], int.TryParse(fields[6], out var rows) ? rows : null, int.TryParse(fields[7], out var columns) ? columns : null, fields[12]));
        }

        return files;
    }
}
