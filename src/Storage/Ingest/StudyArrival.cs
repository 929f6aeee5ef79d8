using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Ingest;

/// <summary>Instances of a study became visible.</summary>
public sealed record StudyArrival(Uid StudyInstanceUid, int NewInstances, DateTimeOffset At);
