using System.Globalization;

namespace ImagingGateway.Filmless.Claims.Import;

/// <summary>Values as claim tables and spreadsheets write them.</summary>
internal static class ClaimValues
{
    private static readonly string[] Moments =
    [
        "yyyyMMddHHmm", "yyyyMMddHHmmss", "yyyyMMdd", "dd/MM/yyyy HH:mm", "dd/MM/yyyy HH:mm:ss", "dd/MM/yyyy H:mm", "d/M/yyyy H:mm", "dd/MM/yyyy", "d/M/yyyy",
        "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd",
    ];

    /// <exception cref="FormatException">It is none.</exception>
    public static DateTime? Moment(string? text) =>
        text is null ? null : DateTime.ParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.None);

    /// <summary>A number with a point or a comma before its fraction.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static decimal? Number(string? text) =>
        text is null ? null : decimal.Parse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>yyyyMMdd[HHmm] with zeros for unknown parts, dd/MM/yyyy or a year: as yyyyMMdd, yyyyMM or yyyy.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static string? BirthDate(string? text)
    {
        if (text is null)
            return null;
        if (text.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return Moment(text)!.Value.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        if (text.Length is not (4 or 6 or 8 or 12) || text.StartsWith("0000", StringComparison.Ordinal))
            throw new FormatException();
        var day = text.Length == 12 ? text[..8] : text;
        return day.Length == 8 && day.EndsWith("00", StringComparison.Ordinal) ? YearMonth(day[..6]) : day.Length == 6 ? YearMonth(day) : day;
    }

    /// <summary>1 or nam is M, 2 or nữ is F; anything else is O.</summary>
    public static string? Sex(string? text) => text?.Trim().ToLowerInvariant() switch
    {
        null => null,
        "1" or "m" or "nam" or "male" => "M",
        "2" or "f" or "nữ" or "nu" or "female" => "F",
        _ => "O",
    };

    private static string YearMonth(string text) => text.EndsWith("00", StringComparison.Ordinal) ? text[..4] : text;
}
