namespace ImagingGateway.Filmless.Evidence;

/// <summary>A state of a study as it grew: a new one begins with an arrival after a pause or a freeze, with a changed instance, with a rejection.</summary>
/// <param name="Number">From 1, the first arrival.</param>
/// <param name="Change">Against the version before; for version 1 all that came first.</param>
/// <param name="Frozen">The freezes that pinned this version.</param>
public sealed record StudyVersion(int Number, StudyChange Change, IReadOnlyList<FrozenManifest> Frozen);
