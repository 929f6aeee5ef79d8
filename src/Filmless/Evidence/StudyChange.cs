namespace ImagingGateway.Filmless.Evidence;

/// <summary>
/// How a study differs from a frozen state, or from its version before. Counts of instances; pages put it in words.
/// </summary>
/// <param name="From">When the state was frozen or the version before ended.</param>
/// <param name="Until">When the last difference arrived.</param>
/// <param name="Added">New images.</param>
/// <param name="AddedDocuments">New objects without pixels: reports, key objects.</param>
/// <param name="Removed">Instances that are no longer there.</param>
/// <param name="Changed">Instances that came again with other bytes; the first stays current.</param>
/// <param name="Rejected">Images that a rejection note names since.</param>
public sealed record StudyChange(DateTimeOffset From, DateTimeOffset Until, int Added, int AddedDocuments, int Removed, int Changed, int Rejected)
{
    public bool IsNone => Added + AddedDocuments + Removed + Changed + Rejected == 0;
}
