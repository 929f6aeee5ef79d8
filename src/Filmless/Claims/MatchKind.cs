namespace ImagingGateway.Filmless.Claims;

/// <summary>How a claim line found its study.</summary>
public enum MatchKind
{
    /// <summary>No study fits.</summary>
    None,

    /// <summary>By patient, day and modality, or several by key: a person has to confirm one.</summary>
    Suggested,

    /// <summary>By order key or accession number, exactly one.</summary>
    Key,

    /// <summary>A person said so.</summary>
    Confirmed,
}
