namespace ImagingGateway.Filmless.Ledger;

/// <summary>How many sheets a study used to be printed on: an assumption, shown to whoever reads the ledger, in one place to be changed.</summary>
public static class FilmPolicy
{
    /// <summary>Sheets per study by modality; what is not named here was not printed.</summary>
    public static readonly IReadOnlyDictionary<string, int> SheetsPerStudy = new Dictionary<string, int>
    {
        ["CT"] = 3, ["MR"] = 4, ["CR"] = 1, ["DX"] = 1, ["MG"] = 2, ["XA"] = 2, ["RF"] = 2, ["PX"] = 1, ["NM"] = 1, ["PT"] = 2,
    };

    public static int SheetsOf(string modality) => SheetsPerStudy.GetValueOrDefault(modality);
}
