using System.Globalization;
using System.Text.RegularExpressions;

namespace ImagingGateway.Filmless.Claims.Checks;

/// <summary>Parameters of the checks (section <c>Claims:Rules</c>).</summary>
public sealed record ClaimRules
{
    /// <summary>In time that grows with the text alone, whatever the pattern in the settings: a clock would fail lines on a busy machine.</summary>
    private const RegexOptions InStep = RegexOptions.NonBacktracking;

    /// <summary>Modality by words of the service's name; what the settings add is looked at first.</summary>
    public IReadOnlyList<WordRule> Modalities { get; init; } =
    [
        new() { Words = ["x quang", "xquang", "x-ray"], Values = ["DX", "CR", "RF", "XA"] },
        new() { Words = ["cat lop vi tinh", "clvt", "ct"], Values = ["CT"] },
        new() { Words = ["cong huong tu", "cht", "mri"], Values = ["MR"] },
        new() { Words = ["nhu anh", "tuyen vu hai ben", "mammography"], Values = ["MG"] },
        new() { Words = ["sieu am"], Values = ["US"] },
        new() { Words = ["xa hinh"], Values = ["NM", "PT"] },
    ];

    /// <summary>Body part by words of the service's name or of the study's description.</summary>
    public IReadOnlyList<WordRule> BodyParts { get; init; } =
    [
        new() { Words = ["nguc", "phoi", "long nguc", "chest"], Values = ["CHEST", "LUNG", "THORAX"] },
        new() { Words = ["cot song that lung", "lumbar"], Values = ["LSPINE", "LUMBAR SPINE"] },
        new() { Words = ["cot song co", "cervical"], Values = ["CSPINE", "CERVICAL SPINE"] },
        new() { Words = ["o bung", "bung", "abdomen"], Values = ["ABDOMEN", "ABDOMENPELVIS"] },
        new() { Words = ["so nao", "hop so", "nao", "brain", "head", "skull"], Values = ["HEAD", "BRAIN", "SKULL"] },
        new() { Words = ["khop goi", "goi", "knee"], Values = ["KNEE"] },
        new() { Words = ["khung chau", "pelvis"], Values = ["PELVIS"] },
        new() { Words = ["tuyen vu", "vu", "breast"], Values = ["BREAST"] },
        new() { Words = ["ban tay", "hand"], Values = ["HAND"] },
        new() { Words = ["ban chan", "foot"], Values = ["FOOT"] },
        new() { Words = ["tim", "heart"], Values = ["HEART"] },
    ];

    /// <summary>Services that are known by code; stronger than words.</summary>
    public IReadOnlyList<ServiceRule> Services { get; init; } = [];

    /// <summary>Devices and what they are.</summary>
    public IReadOnlyList<DeviceRule> Devices { get; init; } = [];

    /// <summary>Finds the number of films in a name without accents and case; its first group is the number.</summary>
    public string FilmPattern { get; init; } = @"(\d+)\s*phim";

    /// <summary>Finds the least number of detector rows.</summary>
    public string RowsPattern { get; init; } = @"(?:tu\s*|>=?\s*)?(\d+)\s*(?:-\s*\d+\s*)?day\b";

    /// <summary>Finds the least field strength in tesla.</summary>
    public string TeslaPattern { get; init; } = @"(\d+(?:[.,]\d+)?)\s*(?:-\s*\d+(?:[.,]\d+)?\s*)?t(?:esla)?\b";

    /// <summary>Says that there is no contrast; looked at before <see cref="ContrastPattern"/>.</summary>
    public string NoContrastPattern { get; init; } = @"khong\s+(?:co\s+)?(?:tiem|thuoc|can quang)";

    /// <summary>Says that there is contrast.</summary>
    public string ContrastPattern { get; init; } = @"(?:co|sau)\s+(?:tiem|thuoc|can quang)|co thuoc can quang";

    /// <summary>Distinct views for one film; less than one where films hold several.</summary>
    public double ViewsPerFilm { get; init; } = 1;

    /// <summary>How far the clocks of modalities and the hospital's system may differ, in minutes.</summary>
    public int ClockTolerance { get; init; } = 5;

    /// <summary>Exams on one device that touch by no more minutes than this are no overlap.</summary>
    public int OverlapTolerance { get; init; } = 1;

    /// <summary>How much less than the tariff's field strength is still that strength (1.494 T is a 1.5 T magnet), as a fraction.</summary>
    public double FieldStrengthTolerance { get; init; } = 0.05;

    /// <summary>A claim needs a study link that was given out.</summary>
    public bool DeliveryNeeded { get; init; }

    /// <summary>What is wrong with these settings.</summary>
    public IEnumerable<string> Validate()
    {
        foreach (var (name, pattern) in (ReadOnlySpan<(string, string)>)[
            (nameof(FilmPattern), FilmPattern), (nameof(RowsPattern), RowsPattern), (nameof(TeslaPattern), TeslaPattern),
            (nameof(NoContrastPattern), NoContrastPattern), (nameof(ContrastPattern), ContrastPattern)])
        {
            if (!IsPattern(pattern))
                return [$"Claims:Rules:{name} is no regular expression: '{pattern}'. / Claims:Rules:{name} không phải biểu thức chính quy hợp lệ."];
        }

        return [];
    }

    /// <summary>What the service asks for.</summary>
    public ServiceNeed NeedOf(string name, string code)
    {
        var rule = Services.FirstOrDefault(one => one.Code.Equals(code, StringComparison.OrdinalIgnoreCase)) ?? new ServiceRule();
        var plain = PlainText.Of(name);
        return new ServiceNeed(
            rule.Modalities.Count > 0 ? rule.Modalities : ValuesOf(Modalities, plain),
            rule.BodyParts.Count > 0 ? rule.BodyParts : ValuesOf(BodyParts, plain),
            rule.Views ?? (NumberIn(plain, FilmPattern) is { } films ? (int)Math.Ceiling(films * ViewsPerFilm) : null),
            rule.DetectorRows ?? (int?)NumberIn(plain, RowsPattern),
            rule.FieldStrength ?? NumberIn(plain, TeslaPattern),
            rule.Contrast ?? (Regex.IsMatch(plain, NoContrastPattern, InStep) ? false
                : Regex.IsMatch(plain, ContrastPattern, InStep) ? true : null));
    }

    /// <summary>Body parts that a free text names.</summary>
    public IReadOnlyList<string> BodyPartsIn(string? text) => ValuesOf(BodyParts, PlainText.Of(text));

    /// <summary>The device by its serial number.</summary>
    public DeviceRule? DeviceOf(string serialNumber) => Devices.FirstOrDefault(device => device.SerialNumber.Equals(serialNumber, StringComparison.OrdinalIgnoreCase));

    // the last ones come from the settings
    private static IReadOnlyList<string> ValuesOf(IReadOnlyList<WordRule> rules, string plain) =>
        plain.Length == 0 ? [] : rules.Reverse().SelectMany(rule => rule.Words.Select(word => (rule, Word: PlainText.Of(word))))
            .Where(pair => PlainText.HasWord(plain, pair.Word)).OrderByDescending(pair => pair.Word.Length).FirstOrDefault().rule?.Values ?? [];

    private static double? NumberIn(string plain, string pattern) =>
        Regex.Match(plain, pattern, InStep) is { Success: true } match
        && double.TryParse(match.Groups[1].Value.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsPattern(string pattern)
    {
        try
        {
            return new Regex(pattern, InStep).GetGroupNumbers().Length > 0;
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
