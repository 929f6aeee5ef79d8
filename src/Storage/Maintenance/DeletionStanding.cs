using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Maintenance;

/// <summary>What is known about keeping or deleting a study.</summary>
/// <param name="Study">Which.</param>
/// <param name="OldestReason">From when its age counts: the study date, else its arrival.</param>
/// <param name="RetentionClass">Name of its class; empty for the class of all others.</param>
/// <param name="HoldReason">Why it is under legal hold; null when it is not.</param>
/// <param name="Marked">The mark for deletion; null when there is none.</param>
public sealed record DeletionStanding(Uid Study, DateTimeOffset OldestReason, string RetentionClass, string? HoldReason, DeletionMark? Marked);

/// <summary>A study was marked for deletion.</summary>
/// <param name="MarkedAt">When.</param>
/// <param name="PurgeAt">When it will be purged.</param>
/// <param name="MarkedBy">By whom.</param>
/// <param name="Reason">Why, as written by that person.</param>
public sealed record DeletionMark(DateTimeOffset MarkedAt, DateTimeOffset PurgeAt, string MarkedBy, string Reason);
