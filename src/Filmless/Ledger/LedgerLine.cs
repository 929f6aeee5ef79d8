namespace ImagingGateway.Filmless.Ledger;

/// <summary>What came in of one service in one month, and the film it would have taken.</summary>
/// <param name="Month">First day of the month, home time.</param>
/// <param name="Facility">As the images name it; empty when they do not.</param>
/// <param name="Service">The study description.</param>
/// <param name="MoneyNotSpent">In đồng.</param>
public sealed record LedgerLine(
    DateOnly Month, string Facility, string Modality, string Service, int Studies, long Images, long Bytes, long FilmsNotPrinted, decimal MoneyNotSpent);
