namespace ImagingGateway.Dicom.Part10;

/// <summary>A File ID: up to eight components that name a file below the directory of its DICOMDIR (PS3.10 8.2, PS3.3 F.3.2.2).</summary>
/// <param name="Components">The folders and the file name as received; none when the record names no file.</param>
public sealed record FileId(IReadOnlyList<string> Components)
{
    /// <summary>The record names no file.</summary>
    public bool IsEmpty => Components.Count == 0;

    /// <summary>
    /// The path of the file if it is there. Letter case, the version number and the trailing dot of an ISO 9660 name (<c>IM1.;1</c>) do not count;
    /// links are not followed and a component that is no plain name names nothing, so that the path never leaves the directory.
    /// </summary>
    /// <param name="directory">Where the DICOMDIR lies.</param>
    /// <returns>Null when there is no such file.</returns>
    /// <exception cref="IOException">A folder cannot be read; likewise <see cref="UnauthorizedAccessException"/>.</exception>
    public string? Locate(string directory)
    {
        var path = directory;
        for (var i = 0; i < Components.Count; i++)
        {
            var isFile = i == Components.Count - 1;
            if (!IsPlainName(Components[i]) || Find(path, Components[i], isFile) is not { } found)
                return null;
            path = found;
        }

        return IsEmpty ? null : path;
    }

    /// <summary>The components joined by slashes.</summary>
    public override string ToString() => string.Join('/', Components);

    private static bool IsPlainName(string name) =>
        name.Length is > 0 and <= 255 && name is not ("." or "..") && name.AsSpan().IndexOfAny("/\\:\0") < 0 && name.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) < 0;

    private static string? Find(string directory, string name, bool isFile)
    {
        var exact = Path.Combine(directory, name);
        if (IsThere(exact, isFile))
            return exact;
        var sought = Simplify(name);
        return Directory.Exists(directory)
            ? Directory.EnumerateFileSystemEntries(directory)
                .Where(path => Simplify(Path.GetFileName(path)).Equals(sought, StringComparison.OrdinalIgnoreCase) && IsThere(path, isFile))
                .Min(StringComparer.Ordinal)
            : null;
    }

    private static bool IsThere(string path, bool isFile) =>
        (isFile ? File.Exists(path) : Directory.Exists(path)) && (File.GetAttributes(path) & FileAttributes.ReparsePoint) == 0;

    private static string Simplify(string name)
    {
        var version = name.LastIndexOf(';');
        return (version > 0 ? name[..version] : name).TrimEnd('.');
    }
}
