namespace ImagingGateway.Storage.Maintenance;

/// <summary>How long studies must be kept.</summary>
public sealed record RetentionOptions
{
    /// <summary>The class of every study that has no other.</summary>
    public const string Standard = "standard";

    /// <summary>
    /// Minimum age in years by class, counted from the study date. The defaults are a cautious reading of Viet Nam's periods for medical records
    /// (10 years; 15 after an accident; 20 for psychiatric patients and deaths); what applies is for the hospital to decide.
    /// </summary>
    public IReadOnlyDictionary<string, int> Years { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        [Standard] = 10, ["accident"] = 15, ["psychiatric"] = 20, ["death"] = 20,
    };

    /// <summary>Between mark and purge.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Of a class; of the longest when the name is unknown.</summary>
    public int YearsOf(string name) => Years.TryGetValue(name.Length == 0 ? Standard : name, out var years) ? years : Years.Values.DefaultIfEmpty(100).Max();
}
