using System.Globalization;

namespace ImagingGateway.Dicom.Values;

/// <summary>A date (PS3.5 6.2 DA) that may lack its day, or its month and day.</summary>
/// <param name="Year">1 to 9999.</param>
/// <param name="Month">1 to 12; null when only the year is known.</param>
/// <param name="Day">1 to the month's last; null when unknown.</param>
public readonly record struct DicomDate(int Year, int? Month = null, int? Day = null)
{
    /// <summary>The first day it may be.</summary>
    public DateOnly First => new(Year, Month ?? 1, Day ?? 1);

    /// <summary>The last day it may be.</summary>
    public DateOnly Last => Day is not null ? First : Month is { } month ? new(Year, month, DateTime.DaysInMonth(Year, month)) : new(Year, 12, 31);

    /// <summary>The day is known.</summary>
    public bool IsWhole => Day is not null;

    /// <summary>The date of a known day.</summary>
    public static DicomDate Of(DateOnly date) => new(date.Year, date.Month, date.Day);

    /// <summary>
    /// Reads yyyymmdd, yyyymm, yyyy; also yyyy.mm.dd (ACR-NEMA), yyyy-mm-dd, zeros for unknown parts, and a date with a time behind it.
    /// False for what is no date: February 31st, text, zeros throughout.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DicomDate date)
    {
        date = default;
        text = text.Trim(" \0");
        Span<char> digits = stackalloc char[8];
        if (text is [_, _, _, _, '.' or '-', _, _, '.' or '-', _, _, ..] && text[4] == text[7])
        {
            text[..4].CopyTo(digits);
            text[5..7].CopyTo(digits[4..]);
            text[8..10].CopyTo(digits[6..]);
        }
        else
        {
            var count = text.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length;
            // A date and time (DT) in one run of digits, or a date alone.
            if (count is not (4 or 6 or 8 or 10 or 12 or 14) || (count < text.Length && count <= 8))
                return false;
            digits.Fill('0');
            text[..Math.Min(count, 8)].CopyTo(digits);
        }

        if (!ushort.TryParse(digits[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is 0 or > 9999
            || !byte.TryParse(digits[4..6], NumberStyles.None, CultureInfo.InvariantCulture, out var month) || month > 12
            || !byte.TryParse(digits[6..], NumberStyles.None, CultureInfo.InvariantCulture, out var day))
            return false;
        if (month == 0)
        {
            date = new DicomDate(year);
            return day == 0;
        }

        if (day > DateTime.DaysInMonth(year, month))
            return false;
        date = new DicomDate(year, month, day == 0 ? null : day);
        return true;
    }

    /// <summary>yyyymmdd, or as many parts as are known.</summary>
    public override string ToString() =>
        Year.ToString("D4", CultureInfo.InvariantCulture)
        + (Month is { } month ? month.ToString("D2", CultureInfo.InvariantCulture) + (Day is { } day ? day.ToString("D2", CultureInfo.InvariantCulture) : string.Empty) : string.Empty);
}
