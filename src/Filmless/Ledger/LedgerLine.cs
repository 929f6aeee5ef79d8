namespace ImagingGateway.Filmless.Ledger;

/// <summary>What came in of one modality in one month, and the film it would have taken.</summary>
/// <param name="Month">First day of the month, home time.</param>
public sealed record LedgerLine(DateOnly Month, string Modality, int Studies, long Images, long Bytes, long FilmsNotPrinted);
