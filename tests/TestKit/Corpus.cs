namespace ImagingGateway.TestKit;

/// <summary>
/// Where the public DICOM files are that tests read from where they stand: <c>CORPUS_DIR</c>, else <c>../shared/corpus</c>
/// beside the checkout.
/// </summary>
public static class Corpus
{
    private static readonly string? Root = Find();

    /// <summary>False on a machine without the corpus; tests then use generated data and say so.</summary>
    public static bool IsPresent => Root is not null;

    /// <summary>The corpus directory.</summary>
    /// <exception cref="InvalidOperationException">There is none; ask <see cref="IsPresent"/> first.</exception>
    public static string Directory => Root ?? throw new InvalidOperationException("No corpus here: set CORPUS_DIR.");

    /// <summary>Full path of a corpus file, such as <c>modality/ct/ct-small.dcm</c>.</summary>
    public static string PathOf(string relativePath) => Path.Combine(Directory, relativePath);

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CORPUS_DIR") is { Length: > 0 } configured)
            return System.IO.Directory.Exists(configured) ? Path.GetFullPath(configured) : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "ImagingGateway.sln")))
                continue;
            var beside = Path.Combine(folder.FullName, "..", "shared", "corpus");
            return File.Exists(Path.Combine(beside, "manifest.tsv")) ? Path.GetFullPath(beside) : null;
        }

        return null;
    }
}
