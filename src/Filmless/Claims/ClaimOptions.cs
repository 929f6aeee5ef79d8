using ImagingGateway.Filmless.Claims.Checks;
using ImagingGateway.Filmless.Claims.Import;

namespace ImagingGateway.Filmless.Claims;

/// <summary>Settings of claims (section <c>Claims</c>). Lists given in the settings are added to the built-in ones and looked at first.</summary>
public sealed record ClaimOptions
{
    public const string Section = "Claims";

    /// <summary>Greatest upload in bytes; also what a base64 envelope may unpack to.</summary>
    public int MaxFileBytes { get; init; } = 32 << 20;

    /// <summary>Most lines of one upload.</summary>
    public int MaxLines { get; init; } = 50_000;

    /// <summary>Most characters of one field.</summary>
    public int MaxFieldLength { get; init; } = 20_000;

    /// <summary>Days a reviewer has from the import to the decision.</summary>
    public int DeadlineDays { get; init; } = 10;

    /// <summary>Further names of columns and fields, such as <c>ClaimCode: ["SO_HO_SO"]</c>; the built-in ones are in <see cref="ClaimFields"/>.</summary>
    public IReadOnlyDictionary<ClaimField, IReadOnlyList<string>> Fields { get; init; } = new Dictionary<ClaimField, IReadOnlyList<string>>();

    /// <summary><c>MA_NHOM</c> of imaging services; lines of other groups are left out.</summary>
    public IReadOnlyList<string> ImagingGroups { get; init; } = ["2"];

    /// <summary>How imaging service codes begin where no group is given.</summary>
    public IReadOnlyList<string> ImagingServicePrefixes { get; init; } = ["18."];

    public ClaimRules Rules { get; init; } = new();

    /// <summary>The hospitals and clinics. Empty: a facility is known by the code on the claim.</summary>
    public IReadOnlyList<Facility> Facilities { get; init; } = [];

    /// <summary>The facility that bore this code on that day; the code itself when the settings name none.</summary>
    public string FacilityOf(string? code, DateOnly? day) =>
        code is null ? "" : Facilities.FirstOrDefault(facility => facility.Bore(code, day))?.Key ?? code;

    /// <summary>The name people know a facility by.</summary>
    public string NameOf(string key) => Facilities.FirstOrDefault(facility => facility.Key == key)?.Name ?? key;

    /// <summary>What is wrong with these settings, one sentence each; empty when all is well.</summary>
    public IEnumerable<string> Validate()
    {
        if (MaxFileBytes < 1024 || MaxLines < 1 || MaxFieldLength < 100 || DeadlineDays < 1)
            yield return "Claims: MaxFileBytes, MaxLines, MaxFieldLength and DeadlineDays must be greater than nothing. / Claims: các giới hạn phải lớn hơn 0.";
        foreach (var facility in Facilities.Where(facility => facility.Key.Length == 0 || facility.Codes.Count == 0))
            yield return $"Claims:Facilities: '{facility.Name}' needs a Key and at least one of Codes. / Claims:Facilities: '{facility.Name}' cần Key và ít nhất một mã trong Codes.";
        foreach (var problem in Rules.Validate())
            yield return problem;
    }
}
