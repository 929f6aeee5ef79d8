namespace ImagingGateway.Filmless.Ledger;

/// <summary>Settings of the film ledger (section <c>Ledger</c>): what a study used to be printed on and what that cost. Assumptions, shown to whoever reads the ledger.</summary>
public sealed record LedgerOptions
{
    public const string Section = "Ledger";

    /// <summary>What the settings add is looked at first.</summary>
    public IReadOnlyList<FilmTariff> Tariffs { get; init; } =
    [
        new() { Modality = "CT", Films = 3, Price = 35_000 }, new() { Modality = "MR", Films = 4, Price = 35_000 }, new() { Modality = "CR", Films = 1, Price = 20_000 },
        new() { Modality = "DX", Films = 1, Price = 20_000 }, new() { Modality = "MG", Films = 2, Price = 30_000 }, new() { Modality = "XA", Films = 2, Price = 35_000 },
        new() { Modality = "RF", Films = 2, Price = 20_000 }, new() { Modality = "PX", Films = 1, Price = 20_000 }, new() { Modality = "NM", Films = 1, Price = 35_000 },
        new() { Modality = "PT", Films = 2, Price = 35_000 },
    ];

    /// <summary>The tariff of a service of a modality; nothing printed and nothing spent when none is named.</summary>
    public FilmTariff Of(string modality, string service) =>
        Tariffs.LastOrDefault(tariff => tariff.Modality == modality && (tariff.Service.Length == 0 || service.Contains(tariff.Service, StringComparison.OrdinalIgnoreCase)))
        ?? new FilmTariff { Modality = modality };

    /// <summary>What is wrong with these settings.</summary>
    public IEnumerable<string> Validate() => Tariffs.Where(tariff => tariff.Modality.Length == 0 || tariff.Films < 0 || tariff.Price < 0)
        .Select(tariff => $"Ledger:Tariffs: '{tariff.Modality}' needs a modality, and films and price that are not negative. / Ledger:Tariffs: cần Modality, Films và Price không âm.");
}
