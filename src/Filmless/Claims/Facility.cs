namespace ImagingGateway.Filmless.Claims;

/// <summary>A hospital or clinic through its mergers: one key for good, and codes that were valid at a time.</summary>
public sealed record Facility
{
    /// <summary>Ours, never changed; grants and claims keep it.</summary>
    public string Key { get; init; } = "";

    public string Name { get; init; } = "";

    public IReadOnlyList<FacilityCode> Codes { get; init; } = [];

    /// <summary>Whether the code meant this facility on the day; a claim without a day is taken at any.</summary>
    public bool Bore(string code, DateOnly? day) =>
        Codes.Any(one => one.Code.Equals(code, StringComparison.OrdinalIgnoreCase) && (day is null || (day >= (one.From ?? DateOnly.MinValue) && day <= (one.To ?? DateOnly.MaxValue))));
}

/// <summary>A code (<c>MA_CSKCB</c>) and the days it was valid, both ends included; open when absent.</summary>
public sealed record FacilityCode
{
    public string Code { get; init; } = "";

    public DateOnly? From { get; init; }

    public DateOnly? To { get; init; }
}
