namespace ImagingGateway.Storage.Ingest;

/// <summary>What became of one file of an import.</summary>
/// <param name="RelativePath">Below the imported directory.</param>
/// <param name="Result">Stored, or why not.</param>
/// <param name="Reason">One plain sentence; null when stored.</param>
/// <param name="Refusal">When refused by the door.</param>
public sealed record ImportedFile(string RelativePath, ImportResult Result, string? Reason, IngestRefusal? Refusal = null);

/// <summary>The ends.</summary>
public enum ImportResult
{
    /// <summary>Durable (or there already).</summary>
    Stored,

    /// <summary>An earlier run of the same import stored it.</summary>
    StoredBefore,

    /// <summary>No instance by nature.</summary>
    Skipped,

    /// <summary>The door refused it.</summary>
    Refused,

    /// <summary>The file could not be read.</summary>
    Unreadable,
}
