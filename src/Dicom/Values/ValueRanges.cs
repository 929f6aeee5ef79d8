namespace ImagingGateway.Dicom.Values;

/// <summary>Reads the range keys of DA, TM and DT (PS3.4 C.2.2.2.5).</summary>
public static class ValueRanges
{
    private delegate bool Parser<T>(ReadOnlySpan<char> text, out T first, out T last);

    /// <summary>Days: 20240101-20240131, 2024- (the whole year is meant), -20240131, 20240115.</summary>
    public static bool TryParseDates(ReadOnlySpan<char> text, out ValueRange<DateOnly> range) => TryParse(text, TryDate, out range);

    /// <summary>Times of day: 0800-1200, 08- and so on.</summary>
    public static bool TryParseTimes(ReadOnlySpan<char> text, out ValueRange<TimeOnly> range) => TryParse(text, TryTime, out range);

    /// <summary>Instants on the clock of the place; the hyphen of an offset from UTC is not taken for that of the range.</summary>
    public static bool TryParseDateTimes(ReadOnlySpan<char> text, out ValueRange<DateTime> range) => TryParse(text, TryDateTime, out range);

    private static bool TryParse<T>(ReadOnlySpan<char> text, Parser<T> parser, out ValueRange<T> range)
        where T : struct, IComparable<T>
    {
        range = default;
        text = text.Trim(" \0");
        if (parser(text, out var first, out var last))
        {
            range = new ValueRange<T>(first, last);
            return true;
        }

        // Every hyphen may be the one between both ends: a DT has hyphens of its own.
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '-')
                continue;
            var left = text[..i];
            var right = text[(i + 1)..];
            T? from = null, to = null;
            if (!left.IsEmpty)
            {
                if (!parser(left, out var start, out _))
                    continue;
                from = start;
            }

            if (!right.IsEmpty)
            {
                if (!parser(right, out _, out var end))
                    continue;
                to = end;
            }

            range = new ValueRange<T>(from, to);
            return from is not null || to is not null;
        }

        return false;
    }

    private static bool TryDate(ReadOnlySpan<char> text, out DateOnly first, out DateOnly last)
    {
        var parsed = DicomDate.TryParse(text, out var date);
        (first, last) = parsed ? (date.First, date.Last) : default;
        return parsed;
    }

    private static bool TryTime(ReadOnlySpan<char> text, out TimeOnly first, out TimeOnly last)
    {
        var parsed = DicomTime.TryParse(text, out var time);
        (first, last) = parsed ? (time.First, time.Last) : default;
        return parsed;
    }

    private static bool TryDateTime(ReadOnlySpan<char> text, out DateTime first, out DateTime last)
    {
        var parsed = DicomDateTime.TryParse(text, out var dateTime);
        (first, last) = parsed ? (dateTime.First, dateTime.Last) : default;
        return parsed;
    }
}
