using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Query;

/// <summary>What the pages people use ask of the index.</summary>
public interface IStudyList
{
    /// <summary>Newest study first.</summary>
    Task<IReadOnlyList<StudySummary>> SearchAsync(StudyListQuery query, CancellationToken cancellationToken);

    Task<StudySummary?> FindAsync(Uid studyInstanceUid, CancellationToken cancellationToken);

    /// <summary>Counts for the health page; of a large archive they may be ten minutes old. Fails when the index cannot be asked now.</summary>
    Task<ArchiveCounts> CountAsync(CancellationToken cancellationToken);
}
