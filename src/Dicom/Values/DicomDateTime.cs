using System.Globalization;

namespace ImagingGateway.Dicom.Values;

/// <summary>A date with a time and perhaps an offset from UTC (PS3.5 6.2 DT); parts may be unknown from the right.</summary>
/// <param name="Date">The date.</param>
/// <param name="Time">The time; null when unknown.</param>
/// <param name="Offset">Offset from UTC; null when the data set's Timezone Offset From UTC (0008,0201), or the place, decides.</param>
public readonly record struct DicomDateTime(DicomDate Date, DicomTime? Time = null, TimeSpan? Offset = null)
{
    /// <summary>The first instant it may be, on the clock of its place.</summary>
    public DateTime First => Date.First.ToDateTime(Time?.First ?? TimeOnly.MinValue);

    /// <summary>The last instant it may be, on the clock of its place.</summary>
    public DateTime Last => Date.Last.ToDateTime(Time?.Last ?? TimeOnly.MaxValue);

    /// <summary>Reads yyyymmddhhmmss.ffffff&amp;zzxx with any part missing from the right.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DicomDateTime dateTime)
    {
        dateTime = default;
        text = text.Trim(" \0");
        TimeSpan? offset = null;
        var sign = text.LastIndexOfAny('+', '-');
        if (sign >= 4 && text.Length - sign == 5)
        {
            if (!TryOffset(text[sign..], out var read))
                return false;
            offset = read;
            text = text[..sign];
        }

        var digits = text.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length;
        if (digits is not (4 or 6 or 8 or 10 or 12 or 14) || !DicomDate.TryParse(text[..Math.Min(digits, 8)], out var date))
            return false;
        DicomTime? time = null;
        if (text.Length > 8)
        {
            if (!DicomTime.TryParse(text[8..], out var clock))
                return false;
            time = clock;
        }
        else if (digits != text.Length)
        {
            return false;
        }

        dateTime = new DicomDateTime(date, time, offset);
        return true;
    }

    /// <summary>As many parts as are known, as DT writes them.</summary>
    public override string ToString() => $"{Date}{Time}{(Offset is { } offset ? Format(offset) : string.Empty)}";

    /// <summary>Reads Timezone Offset From UTC: +0700, -0330 (PS3.3 C.12.1.1.8).</summary>
    public static bool TryOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        text = text.Trim(" \0");
        if (text.Length != 5 || text[0] is not ('+' or '-') || !ushort.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        var minutes = (number / 100 * 60) + (number % 100);
        if (number % 100 > 59 || minutes > 14 * 60)
            return false;
        offset = TimeSpan.FromMinutes(text[0] == '-' ? -minutes : minutes);
        return true;
    }

    private static string Format(TimeSpan offset) =>
        (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hhmm", CultureInfo.InvariantCulture);
}
