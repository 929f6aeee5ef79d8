using ImagingGateway.Dicom.DataSets;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>A study whose headers were read just now.</summary>
/// <param name="State">As it was before they were read.</param>
/// <param name="Facts">What they say.</param>
/// <param name="Instances">The headers, in series and instance order.</param>
internal sealed record ReadStudy(EvidenceStore.State State, StudyEvidence Facts, IReadOnlyList<(DataSet Header, EvidenceInstance Instance)> Instances);
