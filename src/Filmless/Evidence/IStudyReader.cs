using ImagingGateway.Dicom.DataSets;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>Is told whenever a study's headers are read anew, before its facts are kept: what it does is done at least once for every arrival.</summary>
internal interface IStudyReader
{
    Task OnReadAsync(StudyEvidence facts, IReadOnlyList<(DataSet Header, EvidenceInstance Instance)> instances, CancellationToken cancellationToken);
}
