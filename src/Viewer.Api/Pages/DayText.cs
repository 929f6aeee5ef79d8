using System.Globalization;

namespace ImagingGateway.Viewer.Api.Pages;

/// <summary>
/// Days as people here write them: 25/12/2026, also with dots, dashes or one digit; addresses and programs write 2026-12-25. A browser's own date field
/// shows another order to whoever has set up the machine in English.
/// </summary>
public static class DayText
{
    private static readonly string[] Forms = ["d/M/yyyy", "d.M.yyyy", "d-M-yyyy", "ddMMyyyy", "yyyy-MM-dd"];

    /// <summary>Null for what is no day.</summary>
    public static DateOnly? Read(string? text) =>
        DateOnly.TryParseExact(text?.Trim(), Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
