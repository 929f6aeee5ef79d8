namespace ImagingGateway.Storage.Query;

/// <summary>How much the archive holds.</summary>
public sealed record ArchiveCounts(long Patients, long Studies, long Series, long Instances, long Bytes);
