namespace ImagingGateway.Storage.Query;

/// <summary>The study list's search box and filters.</summary>
public sealed record StudyListQuery
{
    /// <summary>Free text: words of a name without accents in any order, or any ID, accession number or UID.</summary>
    public string? Text { get; init; }

    public DateOnly? From { get; init; }

    public DateOnly? To { get; init; }

    public string? Modality { get; init; }

    public int Offset { get; init; }

    public int Limit { get; init; } = 50;
}
