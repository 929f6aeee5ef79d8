namespace ImagingGateway.Filmless.Ledger;

/// <summary>Film of one kind of study.</summary>
public sealed record FilmTariff
{
    public string Modality { get; init; } = "";

    /// <summary>Only studies whose description has this; empty for all of the modality.</summary>
    public string Service { get; init; } = "";

    /// <summary>Sheets per study.</summary>
    public int Films { get; init; }

    /// <summary>Of one sheet, in đồng.</summary>
    public decimal Price { get; init; }
}
