using System.Globalization;

namespace ImagingGateway.Storage.Query;

/// <summary>Dates and times as the index compares them: yyyymmdd as an integer, microseconds of the day.</summary>
internal static class DicomMoments
{
    public const long MicrosecondsPerDay = 86_400_000_000;

    /// <summary>A DA value (PS3.5 6.2), also in ACR-NEMA's <c>yyyy.mm.dd</c>; null when it is no date.</summary>
    public static int? Date(string? text) => TryDatePeriod(text, out var first, out var last) && first == last ? first : null;

    /// <summary>A TM value, the start of what it names; null when it is no time.</summary>
    public static long? Time(string? text) => TryTimePeriod(text, out var first, out _) ? first : null;

    /// <summary>First and last day that a date names: <c>yyyymmdd</c>, and <c>yyyymm</c> or <c>yyyy</c> for birth dates known in part.</summary>
    public static bool TryDatePeriod(string? text, out int first, out int last)
    {
        first = last = 0;
        var digits = (text ?? string.Empty).Trim(' ', '\0').Replace(".", string.Empty, StringComparison.Ordinal);
        if (digits.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return false;
        // HIS systems write unknown parts as zeros.
        while (digits.Length is 8 or 6 && digits.EndsWith("00", StringComparison.Ordinal))
            digits = digits[..^2];
        (first, last) = digits.Length switch
        {
            4 => (Number(digits + "0101"), Number(digits + "1231")),
            6 => (Number(digits + "01"), Number(digits + LastDay(digits))),
            8 => (Number(digits), Number(digits)),
            _ => (0, 0),
        };
        return first > 0 && IsDate(first) && IsDate(last);
    }

    /// <summary>First and last microsecond that a TM value of any precision names (PS3.5 6.2), also ACR-NEMA's <c>hh:mm:ss</c>.</summary>
    public static bool TryTimePeriod(string? text, out long first, out long last)
    {
        first = last = 0;
        var digits = (text ?? string.Empty).Trim(' ', '\0').Replace(":", string.Empty, StringComparison.Ordinal);
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? string.Empty : digits[(point + 1)..];
        if (whole.Length is not (2 or 4 or 6) || fraction.Length > 6 || (point >= 0 && whole.Length != 6)
            || whole.AsSpan().ContainsAnyExceptInRange('0', '9') || fraction.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return false;
        var padded = whole.PadRight(6, '0');
        int hour = Number(padded.AsSpan(0, 2)), minute = Number(padded.AsSpan(2, 2)), second = Number(padded.AsSpan(4, 2));
        if (hour > 23 || minute > 59 || second > 60)
            return false;
        first = ((((hour * 60L) + minute) * 60) + second) * 1_000_000;
        if (fraction.Length > 0)
            first += Number(fraction.PadRight(6, '0'));
        var width = whole.Length switch
        {
            2 => 3_600_000_000L,
            4 => 60_000_000L,
            _ => (long)Math.Pow(10, 6 - fraction.Length),
        };
        last = first + width - 1;
        return true;
    }

    /// <summary>First and last microsecond (since year 1) that a DT value of any precision names; with an offset in UTC, else as written.</summary>
    public static bool TryMomentPeriod(string? text, out long first, out long last)
    {
        first = last = 0;
        var value = (text ?? string.Empty).Trim(' ', '\0');
        var offset = 0L;
        if (value.Length > 5 && value[^5] is '+' or '-')
        {
            if (!int.TryParse(value.AsSpan(value.Length - 4), NumberStyles.None, CultureInfo.InvariantCulture, out var zone))
                return false;
            offset = ((zone / 100 * 60L) + (zone % 100)) * 60_000_000 * (value[^5] == '+' ? 1 : -1);
            value = value[..^5];
        }

        if (!TryDatePeriod(value.Length > 8 ? value[..8] : value, out var firstDay, out var lastDay))
            return false;
        long start = 0, end = MicrosecondsPerDay - 1;
        if (value.Length > 8 && !TryTimePeriod(value[8..], out start, out end))
            return false;
        first = (Days(firstDay) * MicrosecondsPerDay) + start - offset;
        last = (Days(lastDay) * MicrosecondsPerDay) + end - offset;
        return true;
    }

    private static long Days(int date) => new DateOnly(date / 10_000, date / 100 % 100, date % 100).DayNumber;

    private static string LastDay(string yearMonth)
    {
        int year = Number(yearMonth.AsSpan(0, 4)), month = Number(yearMonth.AsSpan(4));
        return year is > 0 and <= 9999 && month is > 0 and <= 12
            ? DateTime.DaysInMonth(year, month).ToString("00", CultureInfo.InvariantCulture)
            : "01";
    }

    private static bool IsDate(int number) =>
        DateOnly.TryParseExact(number.ToString("00000000", CultureInfo.InvariantCulture), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
