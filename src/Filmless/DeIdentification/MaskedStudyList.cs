using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Filmless.DeIdentification;

/// <summary>The study list, in which a masked study can be looked up, though never found by searching.</summary>
internal sealed class MaskedStudyList(IStudyList archive, MaskedStudies masked) : IStudyList
{
    public Task<IReadOnlyList<StudySummary>> SearchAsync(StudyListQuery query, CancellationToken cancellationToken) => archive.SearchAsync(query, cancellationToken);

    public Task<ArchiveCounts> CountAsync(CancellationToken cancellationToken) => archive.CountAsync(cancellationToken);

    public async Task<StudySummary?> FindAsync(Uid studyInstanceUid, CancellationToken cancellationToken)
    {
        if (!masked.TryGet(studyInstanceUid, out var study))
            return await archive.FindAsync(studyInstanceUid, cancellationToken);
        return await archive.FindAsync(study.Real, cancellationToken) is { } real
            ? new StudySummary(
                study.Shown, study.Identities.Pseudonym, study.Identities.Pseudonym, null, null, null,
                study.Identities.Of(real.StudyDate), study.Identities.Of(real.StudyTime), null, null,
                real.ModalitiesInStudy, real.NumberOfSeries, real.NumberOfInstances, real.NumberOfImages, null, DateTimeOffset.UnixEpoch, 0)
            : null;
    }
}
