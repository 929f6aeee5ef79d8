using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Viewer.Api.Evidence.Portable;

/// <summary>
/// Portable copies of a study's evidence: key images, reports, signed manifest, frozen states and a page that checks them all without a network. For
/// pages, programs and the command line; who asks is audited by the caller.
/// </summary>
public interface IEvidenceCopies
{
    /// <summary>Draws the key images and puts the copy together; a few megabytes are held until it is written.</summary>
    /// <returns>Null when there is no such study.</returns>
    Task<EvidenceCopy?> PrepareAsync(Uid uid, EvidenceWish wish, CancellationToken cancellationToken);

    /// <summary>Writes the copy as one HTML page that needs no other file.</summary>
    Task WritePageAsync(EvidenceCopy copy, Stream output, CancellationToken cancellationToken);

    /// <summary>Writes the copy as a ZIP, as it goes along.</summary>
    /// <param name="copy">What to write.</param>
    /// <param name="withImages">The study's DICOM files too, as they were received.</param>
    /// <param name="output">Need not be seekable.</param>
    /// <param name="cancellationToken">The reader went away.</param>
    Task WriteZipAsync(EvidenceCopy copy, bool withImages, Stream output, CancellationToken cancellationToken);
}
