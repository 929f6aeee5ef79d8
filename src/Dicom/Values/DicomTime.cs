using System.Globalization;

namespace ImagingGateway.Dicom.Values;

/// <summary>A time of day (PS3.5 6.2 TM) of a certain precision.</summary>
/// <param name="First">The first instant it may be.</param>
/// <param name="Precision">How long it may be later: an hour, a minute, a second, or a part of one.</param>
public readonly record struct DicomTime(TimeOnly First, TimeSpan Precision)
{
    /// <summary>The last instant it may be, to the tick.</summary>
    public TimeOnly Last => new(First.Ticks + Math.Max(Precision.Ticks - 1, 0));

    /// <summary>The time to a microsecond; ticks below are cut off.</summary>
    public static DicomTime Of(TimeOnly time) => new(new TimeOnly(time.Ticks / 10 * 10), TimeSpan.FromMicroseconds(1));

    /// <summary>
    /// Reads hh, hhmm, hhmmss and hhmmss.f to six digits; also colons (ACR-NEMA), more digits of the fraction, 24:00:00 and the leap second,
    /// which become the last second of the minute. False for anything else.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DicomTime time)
    {
        time = default;
        text = text.Trim(" \0");
        Span<char> digits = stackalloc char[6];
        digits.Fill('0');
        var count = 0;
        var rest = text;
        while (!rest.IsEmpty && count < 6 && rest[0] != '.')
        {
            if (rest[0] == ':' && count is 2 or 4)
                rest = rest[1..];
            if (rest.Length < 2 || !char.IsAsciiDigit(rest[0]) || !char.IsAsciiDigit(rest[1]))
                return false;
            rest[..2].CopyTo(digits[count..]);
            rest = rest[2..];
            count += 2;
        }

        if (count == 0 || !TryFraction(rest, count, out var fraction, out var precision))
            return false;
        var (hour, minute, second) = (Pair(digits), Pair(digits[2..]), Pair(digits[4..]));
        if (hour == 24 && minute == 0 && second == 0)
            (hour, minute, second) = (23, 59, 59);
        if (second == 60)
            second = 59;
        if (hour > 23 || minute > 59 || second > 59)
            return false;
        time = new DicomTime(new TimeOnly(new TimeSpan(hour, minute, second).Ticks + fraction), precision);
        return true;
    }

    /// <summary>As many digits as are known: hh, hhmm, hhmmss or hhmmss.ffffff.</summary>
    public override string ToString()
    {
        if (Precision >= TimeSpan.FromHours(1))
            return First.ToString("HH", CultureInfo.InvariantCulture);
        if (Precision >= TimeSpan.FromMinutes(1))
            return First.ToString("HHmm", CultureInfo.InvariantCulture);
        return First.ToString(First.Ticks % TimeSpan.TicksPerSecond == 0 ? "HHmmss" : "HHmmss.ffffff", CultureInfo.InvariantCulture);
    }

    // Ticks of ".f…"; beyond a microsecond digits are dropped.
    private static bool TryFraction(ReadOnlySpan<char> text, int count, out long ticks, out TimeSpan precision)
    {
        ticks = 0;
        precision = count switch { 2 => TimeSpan.FromHours(1), 4 => TimeSpan.FromMinutes(1), _ => TimeSpan.FromSeconds(1) };
        if (text.IsEmpty)
            return true;
        if (count != 6 || text.Length < 2 || text.Length > 16 || text[0] != '.' || text[1..].ContainsAnyExceptInRange('0', '9'))
            return false;
        var digits = Math.Min(text.Length - 1, 6);
        var unit = TimeSpan.TicksPerSecond;
        for (var i = 1; i <= digits; i++)
        {
            unit /= 10;
            ticks += (text[i] - '0') * unit;
        }

        precision = new TimeSpan(unit);
        return true;
    }

    private static int Pair(ReadOnlySpan<char> digits) => ((digits[0] - '0') * 10) + digits[1] - '0';
}
