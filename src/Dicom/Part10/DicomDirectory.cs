using ImagingGateway.Dicom.Encoding;

namespace ImagingGateway.Dicom.Part10;

/// <summary>
/// A DICOMDIR: the records of a file-set and the tree they form (PS3.3 annex F, PS3.10 8.6). Records that no offset leads to are found a
/// place by their type and order, so that no file of a disc with a broken directory is lost.
/// </summary>
/// <param name="FileSetId">The name of the file-set; null when it has none.</param>
/// <param name="Roots">The records of the root directory entity, in order.</param>
/// <param name="Records">Every record that is in use, each before the ones below it.</param>
/// <param name="Deviations">Breaches read leniently, at most the first hundred of the data set and of the tree.</param>
public sealed record DicomDirectory(
    string? FileSetId, IReadOnlyList<DirectoryRecord> Roots, IReadOnlyList<DirectoryRecord> Records, IReadOnlyList<Deviation> Deviations)
{
    /// <summary>Reads a DICOMDIR in any uncompressed transfer syntax.</summary>
    /// <param name="file">The whole file.</param>
    /// <exception cref="MalformedDataSetException">This is no DICOM file, or one without a Directory Record Sequence.</exception>
    public static DicomDirectory Read(ReadOnlyMemory<byte> file) => DicomDirectoryReader.Read(file);
}
