using System.Globalization;

namespace ImagingGateway.Viewer.Api.Resources;

/// <summary>How values look to people: dd/MM/yyyy, 24 hours, UTC+7.</summary>
public static class Show
{
    private static readonly TimeSpan Home = TimeSpan.FromHours(7);

    public static string Time(DateTimeOffset time) => time.ToOffset(Home).ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset time) => time.ToOffset(Home).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    public static string Day(DateOnly? day) => day?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Date and time as the modality wrote them, local to the modality.</summary>
    public static string Study(DateOnly? day, TimeOnly? time) =>
        day is null ? "" : time is null ? Day(day) : $"{Day(day)} {time.Value.ToString("HH:mm", CultureInfo.InvariantCulture)}";

    /// <summary>A moment as a person or another system wrote it, to the minute.</summary>
    public static string Minute(DateTime moment) => moment.ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A moment as a device wrote it.</summary>
    public static string Clock(DateTime? moment) => moment?.ToString("dd/MM/yyyy HH:mm:ss", CultureInfo.InvariantCulture) ?? "–";

    /// <summary>A DA value, year alone when that is all there is.</summary>
    public static string BirthDate(string? value)
    {
        if (DateOnly.TryParseExact(value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return Day(day);
        return YearOf(value) ?? value ?? "";
    }

    /// <summary>The year of a DA value; link pages show no more.</summary>
    public static string? YearOf(string? value) => value is { Length: >= 4 } && !value.AsSpan(0, 4).ContainsAnyExceptInRange('0', '9') ? value[..4] : null;

    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '.');

    /// <summary>Bytes in the unit people think in.</summary>
    public static string Bytes(long bytes)
    {
        string[] units = ["B", "KB", "MB", "GB", "TB", "PB"];
        double value = bytes;
        var unit = 0;
        while (value >= 1000 && unit < units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {units[unit]}");
    }

    /// <summary>The home day that begins now, for date boxes.</summary>
    public static DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(Home).DateTime);

    /// <summary>The first moment of a home day.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Home);

    /// <summary>The last moment of a home day.</summary>
    public static DateTimeOffset EndOf(DateOnly day) => new(day.ToDateTime(new TimeOnly(23, 59, 59)), Home);
}
