namespace ImagingGateway.Filmless.Claims;

/// <summary>A day as the integer yyyymmdd, which both databases sort alike.</summary>
internal static class DayNumber
{
    public static long Of(DateOnly day) => (day.Year * 10_000) + (day.Month * 100) + day.Day;

    public static DateOnly ToDay(long number) => new((int)(number / 10_000), (int)(number / 100 % 100), (int)(number % 100));
}
