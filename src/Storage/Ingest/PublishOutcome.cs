namespace ImagingGateway.Storage.Ingest;

/// <summary>What the index made of one record.</summary>
public enum PublishOutcome
{
    /// <summary>A new SOP instance, now visible.</summary>
    Added,

    /// <summary>The same SOP Instance UID with the same SHA-256 was there: nothing to do, the new object is superfluous.</summary>
    AlreadyPresent,

    /// <summary>The same SOP Instance UID with other bytes: the first stays current, this one is kept as a version for a person to look at.</summary>
    KeptAsVersion,
}
