using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Query;

/// <summary>What the pages people use ask of the index.</summary>
public interface IStudyList
{
    /// <summary>Newest study first.</summary>
    Task<IReadOnlyList<StudySummary>> SearchAsync(StudyListQuery query, CancellationToken cancellationToken);

    Task<StudySummary?> FindAsync(Uid studyInstanceUid, CancellationToken cancellationToken);

    /// <summary>Counts for the health page.</summary>
    Task<ArchiveCounts> CountAsync(CancellationToken cancellationToken);
}
