using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;

namespace ImagingGateway.Storage.Ingest;

/// <summary>What an import shall take: every file below a directory, or what a disc's DICOMDIR names.</summary>
public static class ImportFiles
{
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Device,
    };

    /// <summary>Files with the names they are told by. A path of null: the DICOMDIR names a file that is not on the disc.</summary>
    /// <param name="path">A directory, walked with all its directories (links are not followed), or a DICOMDIR file.</param>
    /// <exception cref="DirectoryNotFoundException">There is neither.</exception>
    /// <exception cref="InvalidDataException">The file is no DICOMDIR.</exception>
    public static IEnumerable<(string Name, string? Path)> Of(string path)
    {
        if (Directory.Exists(path))
            return Directory.EnumerateFiles(path, "*", Everything).Select(file => (Path.GetRelativePath(path, file), (string?)file));
        return File.Exists(path) ? OfDisc(path) : throw new DirectoryNotFoundException($"There is no directory and no DICOMDIR {path}.");
    }

    private static List<(string Name, string? Path)> OfDisc(string path)
    {
        try
        {
            var root = Path.GetDirectoryName(Path.GetFullPath(path))!;
            return [.. DicomDirectory.Read(File.ReadAllBytes(path)).Records
                .Where(record => !record.FileId.IsEmpty)
                .Select(record => (record.FileId.ToString(), record.FileId.Locate(root)))
                .Distinct()];
        }
        catch (MalformedDataSetException e)
        {
            throw new InvalidDataException($"The file {path} is no DICOMDIR ({e.Message}): give the folder instead.", e);
        }
    }
}
